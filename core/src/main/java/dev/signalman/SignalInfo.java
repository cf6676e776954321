package dev.signalman;

/// One delivery of a signal: the signal, its cause, its sender and its value. An immutable copy of
/// the kernel's `siginfo_t` (sigaction(2)).
///
/// Fields that do not apply to the cause are 0. A `pid` of 0 with cause [Cause#KILL] means that the
/// kernel could not name the sender: it lives in another pid namespace, or the limit of queued
/// signals (`RLIMIT_SIGPENDING`) left no room to record it.
///
/// @param signal the signal
/// @param cause why it came
/// @param code why it came, as the kernel's `si_code`
/// @param pid the sender, or the child that a CHLD is about
/// @param uid the real user id of the sender or child, 0 to 4,294,967,295
/// @param value the value from sigqueue(3) or from the maker of the timer, all 64 bits
///   (`sival_ptr`); see [#intValue()]
/// @param status exit status or signal number of the child
/// @param timerId the kernel's id of the POSIX timer
/// @param overrun expirations of the timer since the previous delivery beyond the first
public record SignalInfo(
    Signal signal,
    Cause cause,
    int code,
    int pid,
    long uid,
    long value,
    int status,
    int timerId,
    int overrun) {

  /// A delivery that has only a sender, as kill(2) makes it; for tests of handlers.
  public static SignalInfo of(Signal signal, int pid, long uid) {
    return new SignalInfo(signal, Cause.KILL, 0, pid, uid, 0, 0, 0, 0);
  }

  /// A delivery of which nothing but the signal is known, as in [Capabilities.Mode#PORTABLE].
  public static SignalInfo unknown(Signal signal) {
    return new SignalInfo(signal, Cause.UNKNOWN, 0, 0, 0, 0, 0, 0, 0);
  }

  /// The value as the C int `sival_int`: its low 32 bits. A C program that stores an int leaves the
  /// upper half of [#value()] undefined, so use this if the sender sends ints.
  public int intValue() {
    return (int) value;
  }

  /// Whether a process sent the signal but the kernel did not say which one: it lives in another
  /// pid namespace, or the limit of queued signals left no room to record it.
  public boolean senderUnknown() {
    return cause.hasSender() && pid == 0;
  }

  /// The delivery in words, such as `SIGTERM from pid 4711 uid 1000 (kill)`.
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(signal.fullName());
    if (senderUnknown()) {
      text.append(" from another pid namespace, or its sender was not recorded");
    } else if (cause.hasSender()) {
      text.append(" from pid ").append(pid).append(" uid ").append(uid);
    }
    text.append(" (").append(cause.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' '));
    if (cause == Cause.OTHER) {
      text.append(" code ").append(code);
    }
    text.append(')');
    if (cause == Cause.QUEUE || cause == Cause.TIMER) {
      text.append(" value ").append(value);
    }
    if (cause.isChild()) {
      text.append(" status ").append(status);
    }
    if (overrun != 0) {
      text.append(" overrun ").append(overrun);
    }
    return text.toString();
  }
}
