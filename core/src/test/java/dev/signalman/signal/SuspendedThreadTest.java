package dev.signalman.signal;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.signalman.Signal;
import dev.signalman.SignalInfo;
import dev.signalman.testkit.CProgram;
import dev.signalman.testkit.ChildJvm;
import dev.signalman.testkit.Eventually;
import dev.signalman.testkit.ProcFs;
import dev.signalman.testkit.StressRun;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.BitSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Claims and releases while a thread is suspended in a handler of others, as JFR and other tools
/// suspend threads through HotSpot. Its mask there is the one from before.
class SuspendedThreadTest {
  private static ChildJvm start(Class<?> main) throws Exception {
    CProgram library =
        CProgram.compile(
            SuspendedThreadTest.class, "/c/suspended_thread.c", "-shared", "-fPIC", "-pthread");
    return ChildJvm.start(main, library.path().toString());
  }

  @Test
  @DisplayName("FD-24: a claim and a release return once a suspended thread runs with the new mask")
  void claimsWait() throws Exception {
    try (ChildJvm child = start(Suspended.class)) {
      child.expect("claimed: suspended false, blocked true");
      child.expect("released: suspended false, blocked false");
      child.expectExit(0);
    }
  }

  static final class Suspended {
    private Suspended() {}

    public static void main(String[] args) throws Throwable {
      SuspendedThread thread = SuspendedThread.start(args[0]);
      SelfPipe.open(Signal.RT9).close(); // everything is loaded
      thread.suspend(10);
      SelfPipe pipe = SelfPipe.open(Signal.RT4);
      System.out.println("claimed: " + thread.state(Signal.RT4));
      thread.suspend(10);
      pipe.close();
      System.out.println("released: " + thread.state(Signal.RT4));
    }
  }

  @Test
  @DisplayName("FD-25: what a thread takes that stays suspended is delivered; it is set up later")
  void nothingIsLostMeanwhile() throws Exception {
    try (ChildJvm child = start(SuspendedForLong.class)) {
      child.expect("claimed: suspended true, blocked false");
      child.expect("100 signals, each once");
      child.expect("resumed: suspended false, blocked true");
      child.expect("100 signals, each once, in order");
      child.expect("released: suspended true");
      child.expect("resumed: suspended false, blocked false");
      child.expectExit(0);
    }
  }

  static final class SuspendedForLong {
    private static final int COUNT = 100;

    private SuspendedForLong() {}

    public static void main(String[] args) throws Throwable {
      SuspendedThread thread = SuspendedThread.start(args[0]);
      thread.stay();
      SelfPipe pipe = SelfPipe.open(Signal.RT4);
      System.out.println("claimed: " + thread.state(Signal.RT4));
      System.out.println(exchange(pipe).replace(", in order", ""));
      thread.resume();
      Eventually.until("blocked", () -> thread.blocks(Signal.RT4));
      System.out.println("resumed: " + thread.state(Signal.RT4));
      System.out.println(exchange(pipe));

      thread.stay();
      pipe.close();
      System.out.println("released: suspended " + thread.isSuspended());
      thread.resume();
      Eventually.until("unblocked", () -> !thread.blocks(Signal.RT4));
      System.out.println("resumed: " + thread.state(Signal.RT4));
    }

    private static String exchange(SelfPipe pipe) throws Exception {
      for (int i = 0; i < COUNT; i++) {
        Signals.send(ProcessHandle.current().pid(), Signal.RT4, i);
      }
      BitSet seen = new BitSet();
      boolean ordered = true;
      for (int i = 0; i < COUNT; i++) {
        SignalInfo info = pipe.take();
        ordered &= info.value() == i;
        seen.set((int) info.value());
      }
      boolean once = seen.cardinality() == COUNT && pipe.poll() == null && pipe.dropped() == 0;
      return COUNT + " signals" + (once ? ", each once" : "") + (ordered ? ", in order" : "");
    }
  }

  @Test
  @Tag("stress")
  @DisplayName(
      "FD-25: a thread suspended for longer than it is watched is set up at the next claim")
  void afterTheWatch() throws Exception {
    assumeTrue(StressRun.isLong(), "skipped: takes half a minute");
    try (ChildJvm child = start(SuspendedForSeconds.class)) {
      child.expect("resumed: suspended false, blocked false");
      child.expect("another claim: blocked");
      child.expect("resumed: suspended false, blocked true");
      child.expect("another claim: unblocked");
      child.expectExit(0);
    }
  }

  static final class SuspendedForSeconds {
    private SuspendedForSeconds() {}

    public static void main(String[] args) throws Throwable {
      SuspendedThread thread = SuspendedThread.start(args[0]);
      thread.stay();
      SelfPipe pipe = SelfPipe.open(Signal.RT4);
      awaitEndOfWatch();
      thread.resume();
      System.out.println("resumed: " + thread.state(Signal.RT4));
      try (SelfPipe _ = SelfPipe.open(Signal.RT5)) {
        Eventually.until("blocked", () -> thread.blocks(Signal.RT4));
        System.out.println("another claim: blocked");
      }
      awaitEndOfWatch();
      thread.stay();
      pipe.close();
      awaitEndOfWatch();
      thread.resume();
      System.out.println("resumed: " + thread.state(Signal.RT4));
      try (SelfPipe _ = SelfPipe.open(Signal.RT5)) {
        Eventually.until("unblocked", () -> !thread.blocks(Signal.RT4));
        System.out.println("another claim: unblocked");
      }
    }

    private static void awaitEndOfWatch() throws Exception {
      Eventually.until(
          "no thread is watched",
          () ->
              Thread.getAllStackTraces().keySet().stream()
                  .noneMatch(each -> each.getName().equals("signalman-masks")));
    }
  }

  /// The library's thread.
  private record SuspendedThread(
      int tid,
      MethodHandle suspending,
      MethodHandle staying,
      MethodHandle resuming,
      MethodHandle suspended) {
    @SuppressWarnings("restricted") // a library of C code has to be loaded and asked somehow
    static SuspendedThread start(String library) throws Throwable {
      System.load(library);
      return new SuspendedThread(
          (int) function("start", FunctionDescriptor.of(ValueLayout.JAVA_INT)).invokeExact(),
          function("suspend", FunctionDescriptor.ofVoid(ValueLayout.JAVA_INT)),
          function("stay", FunctionDescriptor.ofVoid()),
          function("resume", FunctionDescriptor.ofVoid()),
          function("suspended", FunctionDescriptor.of(ValueLayout.JAVA_INT)));
    }

    @SuppressWarnings("restricted")
    private static MethodHandle function(String name, FunctionDescriptor type) {
      return Linker.nativeLinker()
          .downcallHandle(SymbolLookup.loaderLookup().find(name).orElseThrow(), type);
    }

    /// Until it has been woken so often: each set-up signal wakes it.
    void suspend(int wakes) throws Throwable {
      suspending.invokeExact(wakes);
    }

    /// Until it is resumed, and without a sign that it is suspended.
    void stay() throws Throwable {
      staying.invokeExact();
    }

    void resume() throws Throwable {
      resuming.invokeExact();
    }

    boolean isSuspended() throws Throwable {
      return (int) suspended.invokeExact() != 0;
    }

    boolean blocks(Signal signal) throws Exception {
      return ProcFs.thread(ProcessHandle.current().pid(), tid).blocked().get(signal.number());
    }

    String state(Signal signal) throws Throwable {
      return "suspended " + isSuspended() + ", blocked " + blocks(signal);
    }
  }
}
