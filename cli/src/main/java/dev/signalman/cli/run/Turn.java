package dev.signalman.cli.run;

import dev.signalman.Signal;
import dev.signalman.SignalInfo;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The answer of [RunState] to an event: the next state, and the actions in their order.
record Turn(RunState next, List<Act> acts) {
  /// A kind of action.
  enum Kind {
    /// Pass the received signal on, as another one if it is rewritten.
    PASS,
    /// Do not pass the received signal on.
    DROP,
    /// Forget the received signal, which the hand-over of the terminal has caused.
    OVERLOOK,
    /// Send a signal of our own to the program, or to the processes that it left.
    SEND,
    /// Stop this process.
    SUSPEND,
    /// Send KILL to all descendants.
    KILL,
    /// End, although some descendants do not.
    ABANDON,
    /// End.
    END
  }

  /// One action.
  ///
  /// @param from the signal that came, or null if none did
  /// @param signal the signal to send, or null if none is sent
  /// @param missed the signal that came earlier and found nobody, or null
  record Act(
      Kind kind, @Nullable Signal from, @Nullable Signal signal, @Nullable SignalInfo missed) {
    Act(Kind kind, @Nullable Signal from, @Nullable Signal signal) {
      this(kind, from, signal, null);
    }

    Act(Kind kind) {
      this(kind, null, null);
    }
  }
}
