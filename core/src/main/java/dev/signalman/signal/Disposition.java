package dev.signalman.signal;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What a signal does in this process, as [Signals#disposition] tells it. Printed it reads
/// `default`, `ignored`, or who acts and how, such as `libjvm.so: javaSignalHandler`.
///
/// ```java
/// String text = switch (Signals.disposition(Signal.TERM)) {
///   case Disposition.Default() -> "default";
///   case Disposition.Ignored() -> "ignored";
///   case Disposition.Handled handled -> "handled by " + handled.receivers();
///   case Disposition.Jvm(String symbol) -> "the VM's own: " + symbol;
///   case Disposition.Native(String library, String symbol, String owner) -> library + ": " + symbol;
/// };
/// ```
public sealed interface Disposition {
  /// The kernel's default action ([dev.signalman.Signal#defaultAction()]).
  record Default() implements Disposition {
    @Override
    public String toString() {
      return "default";
    }
  }

  /// Nothing: the kernel throws it away.
  record Ignored() implements Disposition {
    @Override
    public String toString() {
      return "ignored";
    }
  }

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

    @Override
    public String toString() {
      String names = receivers.stream().map(Object::toString).collect(Collectors.joining(", "));
      return names.isEmpty() ? "this program" : "this program: " + names;
    }
  }

  /// A handler of the Java VM.
  ///
  /// @param symbol its name, or its offset in libjvm where the VM does not name it
  record Jvm(String symbol) implements Disposition {
    @Override
    public String toString() {
      return "libjvm.so: " + symbol;
    }
  }

  /// A handler of another native library, or of code that is in no library.
  ///
  /// @param library file name of the library; `no library` for machine code that a program has made
  ///   while it runs, as JLine does from 4.4 on
  /// @param symbol its name, or its offset in the library; its address if it is in no library
  /// @param owner whose it is, where that can be known: `async-profiler`, `the runtime of Go`, `a
  ///   copy of Signalman`, or `most likely JLine`, which is said of code in no library while a
  ///   thread of JLine's reads signals; else empty
  record Native(String library, String symbol, String owner) implements Disposition {
    @Override
    public String toString() {
      String place = library + ": " + symbol;
      return owner.isEmpty() ? place : place + " (" + owner + ")";
    }
  }
}
