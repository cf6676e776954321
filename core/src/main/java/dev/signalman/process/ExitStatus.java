package dev.signalman.process;

import dev.signalman.Signal;
import org.jspecify.annotations.Nullable;

/// How a child ended (waitid(2)), and the resources that it used. An exit code and a signal are
/// distinct: `exit 143` and death by TERM are not the same. [OtherProcess#exitStatus] has one too.
///
/// ```java
/// switch (child.waitFor()) {
///   case ExitStatus.Exited exited -> System.out.println("exit " + exited.code());
///   case ExitStatus.Killed killed -> System.out.println("died by " + killed.signal());
///   case ExitStatus.Unknown unknown -> System.out.println("ended, but " + unknown.reason());
/// }
/// ```
public sealed interface ExitStatus {
  /// The resources that it used in its life, or null if unknown.
  @Nullable ResourceUsage usage();

  /// The status as a shell shows it: the exit code, or 128 plus the signal's number; 127 if it is
  /// unknown, as a shell's `wait` says of a child that it does not know.
  int shellStatus();

  /// Whether this program ended the child. That is true if this program, before it knew of the end,
  /// sent through the [Child] or its [ProcessGroup] the signal that killed the child; or, if the
  /// child exited, any signal that ends a process unless it is handled. Another process may have
  /// sent the same signal.
  boolean endedByUs();

  /// Whether it exited with code 0.
  default boolean isSuccess() {
    return this instanceof Exited exited && exited.code() == 0;
  }

  /// The child called exit(3).
  ///
  /// @param code 0 to 255
  /// @param usage the resources that it used, or null if unknown, as for an [OtherProcess]
  /// @param endedByUs whether this program had asked it to end
  record Exited(int code, @Nullable ResourceUsage usage, boolean endedByUs) implements ExitStatus {
    /// The exit of a child that this program had not asked to end.
    public Exited(int code, @Nullable ResourceUsage usage) {
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

  /// A signal ended the child.
  ///
  /// @param number the number of the signal; it may be one that is no [Signal], such as 32
  /// @param core whether it left a core file
  /// @param usage the resources that it used, or null if unknown, as for an [OtherProcess]
  /// @param endedByUs whether this program had sent the signal
  record Killed(int number, boolean core, @Nullable ResourceUsage usage, boolean endedByUs)
      implements ExitStatus {
    /// The death of a child by a signal that this program had not sent.
    public Killed(int number, boolean core, @Nullable ResourceUsage usage) {
      this(number, core, usage, false);
    }

    /// The signal that ended the child.
    ///
    /// @throws IllegalArgumentException if the number belongs to no [Signal], like those that the C
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

  /// The child has ended, but it is unknown how: other code took its status. Or another process has
  /// ended, and the kernel does not tell how.
  ///
  /// Where only the JDK tells ([dev.signalman.Capabilities#deaths]), exit codes above 128 and
  /// deaths by a signal look the same.
  ///
  /// @param reason a sentence that explains it, with the child's name
  /// @param shellStatus the status as a shell shows it; 127 if that is unknown, too
  record Unknown(String reason, int shellStatus) implements ExitStatus {
    /// A status of which nothing is known.
    public Unknown(String reason) {
      this(reason, 127);
    }

    @Override
    public @Nullable ResourceUsage usage() {
      return null;
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
