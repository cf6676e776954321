package dev.signalman.process;

import dev.signalman.Signal;
import org.jspecify.annotations.Nullable;

/// How a child ended (waitid(2)), and what it used. An exit code and a signal are different things
/// here: `exit 143` and death by TERM are not the same.
///
/// ```java
/// switch (child.waitFor()) {
///   case ExitStatus.Exited exited -> System.out.println("exit " + exited.code());
///   case ExitStatus.Killed killed -> System.out.println("died by " + killed.signal());
///   case ExitStatus.Unknown(String reason) -> System.out.println("ended, but " + reason);
/// }
/// ```
public sealed interface ExitStatus {
  /// What it used in its life, or null if nobody knows.
  @Nullable ResourceUsage usage();

  /// The status as a shell shows it: the exit code, or 128 and the signal's number; 127 if nobody
  /// knows, as a shell's `wait` says of a child that it does not know.
  int shellStatus();

  /// Whether this program ended it: by the signal that killed it, or, if it exited by itself, by
  /// one that ends a process unless that handles it; sent through the [Child] or its [ProcessGroup]
  /// before the end was known. Somebody else may have sent the same.
  boolean endedByUs();

  /// Whether it ended by itself with code 0.
  default boolean isSuccess() {
    return this instanceof Exited exited && exited.code() == 0;
  }

  /// It called exit(3).
  ///
  /// @param code 0 to 255
  /// @param usage what it used
  /// @param endedByUs whether this program had asked it to end
  record Exited(int code, ResourceUsage usage, boolean endedByUs) implements ExitStatus {
    /// One that nobody had asked.
    public Exited(int code, ResourceUsage usage) {
      this(code, usage, false);
    }

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
  /// @param endedByUs whether this program had sent the signal
  record Killed(int number, boolean core, ResourceUsage usage, boolean endedByUs)
      implements ExitStatus {
    /// One whose signal this program had not sent.
    public Killed(int number, boolean core, ResourceUsage usage) {
      this(number, core, usage, false);
    }

    /// The signal.
    ///
    /// @throws IllegalArgumentException if the number is that of no [Signal], as those that the C
    ///   library keeps for itself
    public Signal signal() {
      return Signal.of(number);
    }

    @Override
    public int shellStatus() {
      return 128 + number;
    }

    @Override
    public String toString() {
      return "killed by signal "
          + Signal.fullName(number)
          + " ("
          + number
          + ")"
          + (core ? ", core dumped" : "");
    }
  }

  /// It has ended, and nobody here knows how: somebody else got its status.
  ///
  /// @param reason a sentence about it, with the child's name
  record Unknown(String reason) implements ExitStatus {
    @Override
    public @Nullable ResourceUsage usage() {
      return null;
    }

    @Override
    public int shellStatus() {
      return 127;
    }

    @Override
    public boolean endedByUs() {
      return false;
    }

    @Override
    public String toString() {
      return "ended in an unknown way: " + reason;
    }
  }
}
