package dev.signalman.reload;

import dev.signalman.ReservedSignalException;
import dev.signalman.Signal;
import dev.signalman.SignalClaimedException;
import dev.signalman.signal.Disposition;
import dev.signalman.signal.SelfPipe;
import dev.signalman.signal.SignalReceiver;
import dev.signalman.signal.Signals;
import dev.signalman.testkit.Eventually;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.net.URLClassLoader;

/// What is left of plug-ins that forget to close what they have.
final class ForgottenProgram {
  private ForgottenProgram() {}

  /// Forgets what two plug-ins have.
  ///
  /// @param args none
  public static void main(String[] args) throws Exception {
    System.out.println("ready");
    WeakReference<ClassLoader> own = new WeakReference<>(forget(true, "RT0", "RT1"));
    WeakReference<ClassLoader> parents = new WeakReference<>(forget(false, "RT2", "RT3"));
    // As often as would do for one that nobody keeps, and that one is gone by then.
    WeakReference<Object> witness = new WeakReference<>(new Object());
    Eventually.until("garbage is collected", () -> isGone(witness));
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    System.out.println("kept: " + !isGone(own) + " " + !isGone(parents));
    open(Signal.RT0);
    open(Signal.RT2);
    Signals.send(ProcessHandle.current().pid(), Signal.RT3); // a plug-in handles it
    Eventually.until(
        "it is handled", () -> Signal.RT3.name().equals(System.getProperty(Forgetful.HANDLED)));
    close(Signal.RT3);
    close(Signal.RT2);
    Eventually.until("the loader is gone", () -> isGone(parents));
    System.out.println("one is gone");
    open(Signal.RT2);
  }

  private static ClassLoader forget(boolean ownLibrary, String pipe, String handler)
      throws Exception {
    System.setProperty(Forgetful.PIPE, pipe);
    System.setProperty(Forgetful.HANDLER, handler);
    // Not closed: the threads that it leaves behind may still load classes.
    URLClassLoader loader = ownLibrary ? Loaders.withLibrary() : Loaders.aboveLibrary();
    Loaders.run(loader, Forgetful.class);
    return loader;
  }

  private static boolean isGone(WeakReference<?> reference) {
    System.gc();
    return reference.refersTo(null);
  }

  private static void open(Signal signal) throws IOException {
    try (SelfPipe pipe = SelfPipe.open(signal)) {
      System.out.println(pipe);
    } catch (ReservedSignalException | SignalClaimedException e) {
      System.out.println(e.getMessage());
    }
  }

  /// What a server can do for a plug-in whose library is its own.
  private static void close(Signal signal) {
    if (Signals.disposition(signal) instanceof Disposition.Handled handled) {
      handled.receivers().forEach(SignalReceiver::close);
    }
  }
}
