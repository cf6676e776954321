package dev.signalman.lifecycle.machine;

/// The sender of a signal, as far as it matters for [SecondSignal].
///
/// @param kind the kind of the sender
/// @param pid its process id, or 0
public record Sender(Kind kind, int pid) {
  /// The kinds of senders.
  public enum Kind {
    /// A process with a pid.
    PROCESS,
    /// The kernel itself: somebody pressed a key of the terminal, or the terminal was closed.
    TERMINAL,
    /// Unknown, for example in another pid namespace. Two unknown senders may be different ones.
    UNKNOWN
  }

  /// A process.
  public static Sender process(int pid) {
    return pid > 0 ? new Sender(Kind.PROCESS, pid) : unknown();
  }

  /// The kernel.
  public static Sender terminal() {
    return new Sender(Kind.TERMINAL, 0);
  }

  /// Not known.
  public static Sender unknown() {
    return new Sender(Kind.UNKNOWN, 0);
  }

  /// Whether both certainly are one sender.
  boolean isSurely(Sender other) {
    return kind != Kind.UNKNOWN && kind == other.kind && pid == other.pid;
  }
}
