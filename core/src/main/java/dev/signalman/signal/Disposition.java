package dev.signalman.signal;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The action of a signal in this process, as [Signals#disposition] reports it. As text it is
/// `default`, `ignored`, or the handler, such as `the VM's handler (shutdown hooks)`.
///
/// ```java
/// String text = switch (Signals.disposition(Signal.TERM)) {
///   case Disposition.Default() -> "default";
///   case Disposition.Ignored() -> "ignored";
///   case Disposition.Handled handled -> "handled by " + handled.receivers();
///   case Disposition.Jvm(String purpose, _) -> "the VM's own, for " + purpose;
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

  /// The signal is ignored: the kernel discards it.
  record Ignored() implements Disposition {
    @Override
    public String toString() {
      return "ignored";
    }
  }

  /// The signal goes to receivers of this program.
  ///
  /// @param receivers one [SelfPipe], or [SignalRegistration]s and [SignalQueue]s in the order in
  ///   which they were made
  record Handled(List<SignalReceiver> receivers) implements Disposition {
    /// Copies the list.
    public Handled {
      receivers = List.copyOf(receivers);
    }

    /// The handler that was last given to [Signals#handle], or null if only queues or a self-pipe
    /// receive the signal.
    public @Nullable SignalHandler handler() {
      for (SignalReceiver receiver : receivers.reversed()) {
        if (receiver instanceof SignalRegistration registration) {
          return registration.handler();
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
  /// @param purpose what the VM uses the signal for: `shutdown hooks` for HUP, INT and TERM,
  ///   `thread dump` for QUIT, and so on. A handler of `sun.misc.Signal` for HUP, INT or TERM
  ///   cannot be distinguished from the VM's own
  /// @param symbol the handler's name, or its offset in libjvm where the VM does not name it
  record Jvm(String purpose, String symbol) implements Disposition {
    @Override
    public String toString() {
      return "the VM's handler (" + purpose + ")";
    }
  }

  /// A handler in another native library, or in code that belongs to no library.
  ///
  /// @param library file name of the library; `no library` for machine code that a program
  ///   generated at run time, as JLine does from 4.4 on
  /// @param symbol its name, or its offset in the library; its address if it is in no library
  /// @param owner the owner of the handler, if it can be known: `async-profiler`, `the runtime of
  ///   Go`, `a copy of Signalman`, or `most likely JLine`, which means code in no library while a
  ///   thread of JLine reads signals; otherwise empty
  record Native(String library, String symbol, String owner) implements Disposition {
    @Override
    public String toString() {
      String place = library + ": " + symbol;
      return owner.isEmpty() ? place : place + " (" + owner + ")";
    }
  }
}
