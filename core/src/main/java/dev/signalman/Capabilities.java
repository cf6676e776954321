package dev.signalman;

import java.util.List;

/// What this machine lets the signal engine do. It is found out once, except [#pipes()] and the
/// handlers that other code has replaced: those are looked up each time. Nothing is assumed or
/// hidden: [#missing()] names everything that is missing.
///
/// @param mode how signals reach Java
/// @param cause why the mode is not the best one: the name of the missing feature, or of the option
///   that turned it off; empty for [Mode#SIGNALFD]
/// @param pidfd whether processes are addressed and children waited for by descriptors, which never
///   come to mean another process (Linux 5.4, and no filter that refuses them). It is false too
///   where only waiting is missing (Linux 5.3)
/// @param groups whether a process group can be signalled safely after its first process has gone
///   (Linux 6.9)
/// @param pipes whether the kernel has given each receiver's pipe all the room that it needed so
///   far. The kernel refuses more room while the user's pipes together hold more than
///   `/proc/sys/fs/pipe-user-pages-soft` pages (pipe(7)); a signal that finds a pipe full is
///   dropped and counted. Once false, it stays false: ask
///   [dev.signalman.signal.Signals#capabilities()] again to see it change
/// @param missing one sentence for each missing feature and what follows from that
public record Capabilities(
    Mode mode, String cause, boolean pidfd, boolean groups, boolean pipes, List<String> missing) {
  /// How signals reach Java.
  public enum Mode {
    /// Blocked in every thread and read from a signalfd: real-time signals are neither lost nor
    /// reordered.
    SIGNALFD,
    /// Taken by handler code in a thread that the kernel picks, and written to a pipe: real-time
    /// signals may be reordered between threads, and a signal that finds the pipe full is dropped
    /// and counted.
    HANDLER_ONLY
  }

  /// Copies the list.
  public Capabilities {
    missing = List.copyOf(missing);
  }

  /// Whether real-time signals come in the order in which they were queued.
  public boolean inOrder() {
    return mode == Mode.SIGNALFD;
  }

  /// Whether no queued signal is ever dropped here. Otherwise dropped signals are counted:
  /// [dev.signalman.signal.SignalReceiver#dropped()].
  public boolean lossless() {
    return mode == Mode.SIGNALFD;
  }

  /// Whether the end of a [dev.signalman.process.Child] is reported at once, and a signal to it
  /// never reaches another process. Otherwise its end is reported up to 20 ms late, and its pid
  /// stays its own only as long as no other code in this process waits for any child.
  public boolean children() {
    return pidfd;
  }
}
