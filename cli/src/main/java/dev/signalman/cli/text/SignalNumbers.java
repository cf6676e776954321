package dev.signalman.cli.text;

import dev.signalman.Ownership;
import dev.signalman.Signal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The kernel's signals, 1 to 64, including those that the C library keeps for itself and that are
/// no [Signal].
public final class SignalNumbers {
  /// The highest number.
  public static final int LAST = 64;

  private SignalNumbers() {}

  /// The signal with a number, or null if the C library keeps it.
  public static @Nullable Signal signal(int number) {
    try {
      return Signal.of(number);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /// `SIGTERM`, `SIGRTMIN+6`, or `SIG32` for one that has no name.
  public static String name(int number) {
    return Signal.fullName(number);
  }

  /// The names in a mask of the kernel, in which bit 0 is signal 1.
  public static List<String> names(long mask) {
    List<String> names = new ArrayList<>();
    for (int number = 1; number <= LAST; number++) {
      if ((mask >>> (number - 1) & 1) != 0) {
        names.add(name(number));
      }
    }
    return names;
  }

  /// The user of a signal that has no name.
  public static final Ownership KEPT =
      new Ownership(
          Ownership.Owner.LIBC,
          Ownership.Claim.NO,
          "used by the C library to cancel threads and to change user ids");
}
