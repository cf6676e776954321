package dev.signalman;

import java.util.List;

/// What this machine lets the signal engine do, found out once, but for [#pipes()]; and which
/// handlers of it somebody has replaced, looked for each time. Never assumed, never hidden: where
/// something is missing, [#missing()] says so by name.
///
/// @param mode how signals reach Java
/// @param cause why not in the best way, by the name of what is missing or of the option that
///   turned it off; empty for [Mode#SIGNALFD]
/// @param pidfd whether processes are addressed and children waited for by descriptors that cannot
///   come to mean another process (Linux 5.4, and no filter that refuses it). Where only waiting is
///   missing (Linux 5.3) this is false too
/// @param groups whether a process group can be signalled for certain although its first process is
///   gone (Linux 6.9)
/// @param pipes whether the kernel has given each receiver's pipe all the room that it needed so
///   far. It refuses that while all pipes of the user may hold more than
///   `/proc/sys/fs/pipe-user-pages-soft` pages (pipe(7)), and what finds a pipe full is dropped and
///   counted. Once false it stays so: ask [dev.signalman.signal.Signals#capabilities()] again to
///   see it change
/// @param missing one sentence for each thing that is missing and what follows from it
public record Capabilities(
    Mode mode, String cause, boolean pidfd, boolean groups, boolean pipes, List<String> missing) {
  /// How signals reach Java.
  public enum Mode {
    /// Blocked in every thread and read from a signalfd: real-time signals are neither lost nor
    /// reordered.
    SIGNALFD,
    /// Taken by handler code in whichever thread the kernel picks and written to a pipe: real-time
    /// signals may be reordered between threads, and what finds the pipe full is counted as
    /// dropped.
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

  /// Whether no queued signal is ever dropped here. Where that is not so, what is dropped is
  /// counted: [dev.signalman.signal.SignalReceiver#dropped()].
  public boolean lossless() {
    return mode == Mode.SIGNALFD;
  }

  /// Whether the end of a [dev.signalman.process.Child] is told at once, and a signal to it reaches
  /// no other process whatever else this process does. Else its end is told up to 20 ms late, and
  /// its pid is its own as long as nobody else in this process waits for any child.
  public boolean children() {
    return pidfd;
  }
}
