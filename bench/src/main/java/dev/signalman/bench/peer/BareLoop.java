package dev.signalman.bench.peer;

import dev.signalman.PosixException;
import dev.signalman.Signal;
import dev.signalman.bench.Board;
import dev.signalman.posix.EpollH;
import dev.signalman.posix.Memory;
import dev.signalman.posix.SignalfdH;
import dev.signalman.posix.UnistdH;
import dev.signalman.signal.SelfPipe;

/// The C loop over one signalfd, word for word in Java: the two calls, and nothing that makes them
/// fit for use. Whoever makes the same two calls from Java takes about as long.
final class BareLoop {
  private static final int SIGSET_SIZE = 128;

  private BareLoop() {}

  /// Notes each SIGUSR1 on the board, for ever.
  ///
  /// @param timed whether each wait has a time limit of a second
  static void start(Board board, boolean timed) throws PosixException {
    // Blocks it in every thread, and is never asked. The kernel tells its descriptors, too.
    SelfPipe.open(Signal.USR1);
    Memory usr1 = Memory.allocate(SIGSET_SIZE).putLong(0, 1L << (Signal.USR1.number() - 1));
    int signalfd =
        checked(SignalfdH.signalfd(-1, usr1, SignalfdH.SFD_CLOEXEC | SignalfdH.SFD_NONBLOCK));
    int epoll = checked(EpollH.epoll_create1(EpollH.EPOLL_CLOEXEC));
    Memory event = Memory.allocate(EpollH.EVENT_SIZE).putInt(EpollH.EVENTS, EpollH.EPOLLIN);
    checked(EpollH.epoll_ctl(epoll, EpollH.EPOLL_CTL_ADD, signalfd, event));
    Thread.ofPlatform().name("reader").start(() -> readAll(epoll, timed, signalfd, event, board));
  }

  private static void readAll(int epoll, boolean timed, int signalfd, Memory event, Board board) {
    Memory record = Memory.allocate(128);
    Memory second = Memory.allocate(16).putLong(0, 1);
    while (true) {
      if (timed) {
        EpollH.epoll_pwait2(epoll, event, 1, second);
      } else {
        EpollH.epoll_wait(epoll, event, 1, -1);
      }
      if (UnistdH.readAny(signalfd, record) > 0) {
        board.arrive(System.nanoTime());
      }
    }
  }

  private static int checked(int result) {
    if (result < 0) {
      throw new IllegalStateException("errno " + -result);
    }
    return result;
  }
}
