package dev.signalman.internal.kernel;

import java.net.URL;
import java.security.CodeSource;
import java.security.ProtectionDomain;

/// The classes that this library may need first when the process has no descriptor left.
///
/// If the classes come from a folder, and not from a jar or an image that is already open, loading
/// one takes a descriptor. If none is left, the use of the class throws NoClassDefFoundError, now
/// and whenever the same code runs again. So with a folder these are loaded with the first of them.
final class EarlyClasses {
  private static final String[] NAMES = {
    "Cause",
    "Errno",
    "ErrnoTable",
    "PosixException",
    "SignalInfo",
    "internal.engine.AnswerRing",
    "internal.engine.AttachRequests$FileFacts",
    "internal.engine.HandlerMasks",
    "internal.engine.MaskChange",
    "internal.engine.MaskChange$Blocking",
    "internal.engine.MaskChange$State",
    "internal.engine.MaskChange$Unblocking",
    "internal.engine.MaskChange$Verifying",
    "internal.engine.OwnMasks",
    "internal.engine.OwnTimers",
    "internal.engine.Records",
    "internal.engine.Records$Form",
    "internal.engine.RollCall",
    "internal.engine.SetUpSignals",
    "internal.engine.Source$Standby",
    "internal.engine.StandbyPoller",
    "internal.engine.Suspects",
    "internal.engine.Suspects$Suspect",
    "internal.engine.WaitingTime",
    "internal.kernel.DaemonThread",
    "internal.kernel.DaemonThread$Turns",
    "internal.kernel.FirstFailure",
    "internal.kernel.HeldProcess",
    "internal.kernel.ModeOption",
    "internal.kernel.Nanos",
    "internal.kernel.Pids",
    "internal.kernel.ProcessHold",
    "internal.kernel.ProcessHold$Use",
    "internal.kernel.SentValue",
    "internal.kernel.SpareDescriptors",
    "internal.kernel.SpareDescriptors$Work",
    "internal.kernel.ThreadFile",
    "internal.kernel.ThreadList",
    "internal.kernel.ThreadList$Listing",
    "internal.kernel.ThreadMasks",
    "internal.kernel.ThreadMasks$Reading",
    "internal.kernel.ThreadMasks$Sight",
    "internal.kernel.TidSet",
    "internal.kernel.Uncaught",
    "internal.portable.Holds",
    "internal.portable.VmMode",
    "internal.wait.HaltWatch",
    "internal.wait.Linger",
    "internal.wait.Poller$Idle",
    "internal.wait.SpinPolicy",
    "internal.wait.VmExit",
    "io.Buffers",
    "io.DescriptorMessage",
    "io.Fd$Use",
    "io.FdInputStream",
    "io.FdOutputStream",
    "io.PeerCredentials",
    "io.UnixSocket$Received",
    "loop.Events",
    "loop.ExitNotice",
    "loop.LoopStop",
    "loop.Timer",
    "observe.Observers",
    "posix.FcntlH",
    "posix.HostLibrary",
    "posix.IoctlH",
    "posix.SignalRangeH",
    "posix.WaitH",
    "process.ChildLife",
    "process.ExitFutures",
    "process.ExitFutures$Asked",
    "process.ExitStatus$Exited",
    "process.ExitStatus$Killed",
    "process.GroupMembers",
    "process.Hold",
    "process.KernelLife",
    "process.ProcessExit",
    "process.Reaper$Watch",
    "process.ResourceUsage",
    "process.SentSignals",
    "process.SpawnFailure",
    "process.SpawnPlan",
    "process.Starter$Call",
    "process.Starter$Server",
    "process.StopPlan",
    "process.StopPlan$Step",
    "process.Stopping",
    "process.Stopping$State",
    "signal.Delivery",
    "signal.Dispatcher$Beat",
    "signal.Dispatcher$OnHandlerThread",
    "signal.HandlerThread",
    "signal.Lane",
    "signal.Lane$RunAll",
    "signal.Reading$Caller",
    "signal.Reception",
    "signal.SelectorWaker",
    "signal.SignalQueue",
    "signal.SignalQueue$Arrivals",
    "signal.SignalRegistration",
    "signal.SignalRegistration$Arrivals",
    "signal.SignalRegistration$Call",
  };

  private EarlyClasses() {}

  /// Loads them, if they come from a folder. It initialises none.
  static void load() {
    if (isFolder(EarlyClasses.class.getProtectionDomain())) {
      ClassLoader loader = EarlyClasses.class.getClassLoader();
      for (String name : NAMES) {
        load("dev.signalman." + name, loader);
      }
    }
  }

  private static void load(String name, ClassLoader loader) {
    try {
      Class.forName(name, false, loader);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException("the list of early classes names one that is not there", e);
    }
  }

  private static boolean isFolder(ProtectionDomain domain) {
    CodeSource source = domain.getCodeSource();
    URL location = source == null ? null : source.getLocation();
    return location == null || location.getPath().endsWith("/");
  }
}
