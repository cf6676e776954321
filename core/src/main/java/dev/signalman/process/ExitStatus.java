package dev.signalman.process;

import dev.signalman.Signal;

/// How a child ended (waitid(2)), and what it used. An exit code and a signal are different things
/// here: `exit 143` and death by TERM are not the same.
///
/// ```java
/// switch (child.waitFor()) {
///   case ExitStatus.Exited(int code, ResourceUsage usage) -> System.out.println("exit " + code);
///   case ExitStatus.Killed(int signal, boolean core, ResourceUsage usage) -> System.out.println("died");
/// }
/// ```
public sealed interface ExitStatus {
  /// What it used in its life.
  ResourceUsage usage();

  /// The status as a shell shows it: the exit code, or 128 and the signal's number.
  int shellStatus();

  /// Whether it ended by itself with code 0.
  default boolean isSuccess() {
    return this instanceof Exited exited && exited.code() == 0;
  }

  /// It called exit(3).
  ///
  /// @param code 0 to 255
  /// @param usage what it used
  record Exited(int code, ResourceUsage usage) implements ExitStatus {
    @Override
    public int shellStatus() {
      return code;
    }

    @Override
    public String toString() {
      return "exited with code " + code;
    }
  }

  /// A signal ended it.
  ///
  /// @param number of the signal; one that is no [Signal], as 32, is possible
  /// @param core whether it left a core file
  /// @param usage what it used
  record Killed(int number, boolean core, ResourceUsage usage) implements ExitStatus {
    /// The signal.
    ///
    /// @throws IllegalArgumentException if the number is one that the C library keeps to itself
    public Signal signal() {
      return Signal.of(number);
    }

    @Override
    public int shellStatus() {
      return 128 + number;
    }

    @Override
    public String toString() {
      String name = number == 32 || number == 33 ? "SIG" + number : signal().fullName();
      return "killed by signal " + name + " (" + number + ")" + (core ? ", core dumped" : "");
    }
  }
}
