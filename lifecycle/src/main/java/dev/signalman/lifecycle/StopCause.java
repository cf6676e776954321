package dev.signalman.lifecycle;

import dev.signalman.Cause;
import dev.signalman.SignalInfo;

/// Why a program stopped. As text it completes the sentence "stopped by ...".
///
/// ```java
/// String reason = switch (report.cause()) {
///   case StopCause.BySignal(SignalInfo info, String command) -> info.signal() + " from " + command;
///   case StopCause.ByCall(String why) -> why;
///   case StopCause.ByFailure(String part, Throwable error) -> part + " failed: " + error;
///   case StopCause.ByExit(String thread, String place) -> "System.exit in " + thread + " at " + place;
///   case StopCause.HandedOver(int pid) -> "process " + pid + " serves now";
///   case StopCause.MainEnded() -> "nothing left to do";
///   case StopCause.Closed() -> "closed";
/// };
/// ```
public sealed interface StopCause {
  /// A signal.
  ///
  /// @param info the signal and its sender
  /// @param command the name of the sender's program, at most 15 characters (comm in proc(5));
  ///   empty if the sender is unknown or had gone
  record BySignal(SignalInfo info, String command) implements StopCause {
    @Override
    public String toString() {
      StringBuilder text = new StringBuilder(info.signal().name());
      if (info.senderUnknown()) {
        text.append(" from an unknown process");
      } else if (info.cause().hasSender()) {
        text.append(" from pid ").append(info.pid()).append(" uid ").append(info.uid());
      } else if (info.cause() == Cause.UNKNOWN) {
        text.append(" from an unknown sender");
      } else {
        text.append(" from the kernel");
      }
      if (!command.isEmpty()) {
        text.append(" (").append(command).append(')');
      }
      return text.toString();
    }
  }

  /// A thread called `System.exit`, or the VM exits because of a signal that the lifecycle has not
  /// claimed.
  ///
  /// @param thread the name of that thread; empty if it is unknown, as for virtual threads
  /// @param place the code that called it, such as `App.main(App.java:12)`; empty if not known
  record ByExit(String thread, String place) implements StopCause {
    @Override
    public String toString() {
      StringBuilder text = new StringBuilder("System.exit");
      if (!thread.isEmpty()) {
        text.append(" in thread ").append(thread);
      }
      if (!place.isEmpty()) {
        text.append(" at ").append(place);
      }
      return text.toString();
    }
  }

  /// [Lifecycle#stop] or [Lifecycle#force].
  ///
  /// @param reason the argument of that call
  record ByCall(String reason) implements StopCause {
    @Override
    public String toString() {
      return "a call: " + reason;
    }
  }

  /// [Lifecycle#fail].
  ///
  /// @param part the part of the program that failed
  /// @param error the failure
  record ByFailure(String part, Throwable error) implements StopCause {
    @Override
    public String toString() {
      return "the failure of " + part + ": " + error;
    }
  }

  /// The last thread that is not a daemon has ended.
  record MainEnded() implements StopCause {
    @Override
    public String toString() {
      return "the end of the last thread";
    }
  }

  /// A [Handover]: another process serves in place of this one.
  ///
  /// @param pid that process
  record HandedOver(int pid) implements StopCause {
    @Override
    public String toString() {
      return "handing over to pid " + pid;
    }
  }

  /// [Lifecycle#close].
  record Closed() implements StopCause {
    @Override
    public String toString() {
      return "close";
    }
  }
}
