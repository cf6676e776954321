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
    } catch (PosixException e) {
      poller.close();
      throw e;
    }
    SelectorWaker waker = new SelectorWaker(pipe, poller, selector);
    Thread.ofPlatform().daemon().name("signalman-selector-waker").start(waker::run);
    return waker;
  }

  private void run() {
    while (!closed) {
      try {
        poller.ready(0, poller.await(Poller.FOREVER));
        selector.wakeup();
      } catch (InterruptedException _) {
        close();
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
