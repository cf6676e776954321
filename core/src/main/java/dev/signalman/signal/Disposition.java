package dev.signalman.signal;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a signal does in this process, as [Signals#disposition] tells it.
///
/// ```java
/// String text = switch (Signals.disposition(Signal.TERM)) {
///   case Disposition.Default() -> "default";
///   case Disposition.Ignored() -> "ignored";
///   case Disposition.Handled handled -> "handled by " + handled.receivers();
///   case Disposition.Jvm(String symbol) -> "the VM's own: " + symbol;
///   case Disposition.Native(String library, String symbol) -> library + ": " + symbol;
/// };
/// ```
public sealed interface Disposition {
  /// The kernel's default action ([dev.signalman.Signal#defaultAction()]).
  record Default() implements Disposition {}

  /// Nothing: the kernel throws it away.
  record Ignored() implements Disposition {}

  /// It goes to receivers of this program.
  ///
  /// @param receivers one [SelfPipe], or [Subscription]s and [SignalQueue]s in the order in which
  ///   they were made
  record Handled(List<SignalReceiver> receivers) implements Disposition {
    /// Copies the list.
    public Handled {
      receivers = List.copyOf(receivers);
    }

    /// The handler that was given last to [Signals#handle], or null if only queues or a self-pipe
    /// receive the signal.
    public @Nullable SignalHandler handler() {
      for (SignalReceiver receiver : receivers.reversed()) {
        if (receiver instanceof Subscription subscription) {
          return subscription.handler();
        }
      }
      return null;
    }
  }

  /// A handler of the Java VM.
  ///
  /// @param symbol its name, or its offset in libjvm where the VM does not name it
  record Jvm(String symbol) implements Disposition {}

  /// A handler of another native library.
  ///
  /// @param library file name of the library
  /// @param symbol its name, or its offset in the library
  record Native(String library, String symbol) implements Disposition {}
}
