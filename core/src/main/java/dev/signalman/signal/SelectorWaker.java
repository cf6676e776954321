package dev.signalman.signal;

import dev.signalman.PosixException;
import dev.signalman.internal.engine.Poller;
import dev.signalman.posix.EpollH;
import java.nio.channels.Selector;

/// The thread behind [SelfPipe#wakeup].
final class SelectorWaker implements AutoCloseable {
  private final SelfPipe pipe;
  private final Poller poller;
  private final Selector selector;
  private volatile boolean closed;

  private SelectorWaker(SelfPipe pipe, Poller poller, Selector selector) {
    this.pipe = pipe;
    this.poller = poller;
    this.selector = selector;
  }

  static SelectorWaker start(SelfPipe pipe, Selector selector) throws PosixException {
    Poller poller = Poller.open(2);
    try {
      // Edges, because this thread does not read: it would be told of the same signal for ever.
      poller.add(pipe.descriptor(), EpollH.EPOLLIN | EpollH.EPOLLET);
      SelectorWaker waker = new SelectorWaker(pipe, poller, selector);
      Thread.ofPlatform()
          .daemon()
          .inheritInheritableThreadLocals(false)
          .name("signalman-selector-waker")
          .start(waker::run);
      return waker;
    } catch (Throwable e) { // also if no thread is to be had
      poller.close();
      throw e;
    }
  }

  private void run() {
    while (!closed) {
      try {
        int count = poller.await(Poller.FOREVER);
        poller.ready(0, count);
        if (count > 0) {
          selector.wakeup();
        }
      } catch (InterruptedException _) {
        // Somebody's mistake. What the wait had found is lost with it, and an
        // edge is not told again.
        selector.wakeup();
      }
    }
    poller.close();
  }

  @Override
  public void close() {
    closed = true;
    poller.wake();
    pipe.forget(this);
  }
}
