package dev.signalman.internal.kernel;

import dev.signalman.posix.UnistdH;

/// The room in the kernel's queue of signals, which is limited for each user (RLIMIT_SIGPENDING).
///
/// A standard signal that finds no room is still delivered, but without its details: the receiver
/// cannot tell that a thread of its own process sent it.
public final class QueueRoom {
  private static final String THREADS = "\nThreads:\t";
  private static final String QUEUED = "\nSigQ:\t";

  private final ThreadFile file;

  public QueueRoom(ThreadFile file) {
    this.file = file;
  }

  /// Whether there may be too little room to queue one signal for each thread of this process. It
  /// is so if that is unknown.
  public boolean isScarce() {
    return file.status(UnistdH.gettid()) < 0 || isScarce(file.text());
  }

  /// The same for the content of a status file of proc(5). Others fill the queue too, so twice the
  /// room is asked for.
  static boolean isScarce(String status) {
    long threads = number(status, status.indexOf(THREADS), THREADS.length());
    int line = status.indexOf(QUEUED);
    long queued = number(status, line, QUEUED.length());
    long limit = number(status, status.indexOf('/', Math.max(line, 0)), 1);
    boolean isKnown = threads >= 0 && queued >= 0 && limit >= 0;
    return !isKnown || limit - queued < 2 * threads;
  }

  /// The number that stands `length` after `start`; -1 if there is none.
  private static long number(String text, int start, int length) {
    int end = start + length;
    long number = 0;
    while (start >= 0 && end < text.length() && Character.digit(text.charAt(end), 10) >= 0) {
      number = Math.min(number * 10 + Character.digit(text.charAt(end), 10), Integer.MAX_VALUE);
      end++;
    }
    return start >= 0 && end > start + length ? number : -1;
  }
}
