package dev.signalman.signal;

import dev.signalman.PosixException;
import dev.signalman.internal.kernel.DaemonThread;
import dev.signalman.internal.kernel.Nanos;
import dev.signalman.internal.wait.Poller;
import dev.signalman.posix.EpollH;
import java.nio.channels.Selector;

/// The thread behind [SelfPipe#wakeup].
final class SelectorWaker implements AutoCloseable, DaemonThread.Turn {
  private final SelfPipe pipe;
  private final Poller poller;
  private final Selector selector;
  private volatile boolean closed;

  /// Whether a wait may have found an event that was not passed on: the kernel reports an edge only
  /// once.
  private boolean missed;

  private SelectorWaker(SelfPipe pipe, Poller poller, Selector selector) {
    this.pipe = pipe;
    this.poller = poller;
    this.selector = selector;
  }

  static SelectorWaker start(SelfPipe pipe, Selector selector) throws PosixException {
    Poller poller = Poller.open(2);
    try {
      // Edge-triggered, because this thread does not read: otherwise the same signal would be
      // reported for ever.
      poller.add(pipe.descriptor(), EpollH.EPOLLIN | EpollH.EPOLLET);
      SelectorWaker waker = new SelectorWaker(pipe, poller, selector);
      DaemonThread.lasting("signalman-selector-waker", waker).start();
      return waker;
    } catch (Throwable e) { // also if no thread can be started
      poller.close();
      throw e;
    }
  }

  @Override
  public boolean turn() throws InterruptedException {
    if (closed) {
      poller.close();
      return false;
    }
    if (missed) {
      missed = false;
      selector.wakeup();
    }
    missed = true;
    int count = poller.await(Nanos.FOREVER);
    missed = false;
    if (count > 0) {
      selector.wakeup();
    }
    return true;
  }

  @Override
  public void close() {
    closed = true;
    poller.wake();
    pipe.forget(this);
  }
}
