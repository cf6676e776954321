package dev.signalman;

import java.util.List;

/// What this machine lets the signal engine do, found out once. Never assumed, never hidden: where
/// something is missing, [#missing()] says so by name.
///
/// @param mode how signals reach Java
/// @param pidfd whether processes are addressed by descriptors that cannot come to mean another
///   process (Linux 5.3, and no filter that refuses it)
/// @param missing one sentence for each thing that is missing and what follows from it
public record Capabilities(Mode mode, boolean pidfd, List<String> missing) {
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
}
