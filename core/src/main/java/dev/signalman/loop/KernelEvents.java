package dev.signalman.loop;

import dev.signalman.PosixException;
import dev.signalman.Registration;
import dev.signalman.internal.init.ShortWay;
import dev.signalman.internal.kernel.FirstFailure;
import dev.signalman.internal.wait.Poller;
import dev.signalman.posix.EpollH;
import dev.signalman.signal.SelfPipe;
import org.jspecify.annotations.Nullable;

/// Events of descriptors, by epoll(7).
final class KernelEvents implements Events {
  private static final int MAX_EVENTS = 64;

  private final Poller poller;
  private final Watches watches;

  private KernelEvents(Poller poller) {
    this.poller = poller;
    this.watches = new Watches(poller);
  }

  static KernelEvents open() throws PosixException {
    return new KernelEvents(Poller.open(MAX_EVENTS).spinning());
  }

  @Override
  public void turn(long nanos, EventLoop loop) throws InterruptedException {
    watches.beginTurn();
    int count = poller.await(nanos);
    for (int i = 0; i < count; i++) {
      dispatch(poller.descriptor(i), poller.events(i), loop);
    }
  }

  /// Looks each action up just before its call, because the previous one may have ended it.
  private void dispatch(int descriptor, int events, EventLoop loop) {
    dispatch(descriptor, events, EpollH.EPOLLIN, loop);
    dispatch(descriptor, events, EpollH.EPOLLOUT, loop);
  }

  private void dispatch(int descriptor, int events, int event, EventLoop loop) {
    Watches.Action action = loop.isStopping() ? null : watches.action(descriptor, events, event);
    if (action != null) {
      EventLoop.guarded(action);
    }
  }

  @Override
  public void wake() {
    poller.wake();
  }

  @Override
  public boolean add(int descriptor, int event, Watches.Action action) throws PosixException {
    return watches.add(descriptor, event, action);
  }

  @Override
  public void remove(int descriptor, int event, Watches.Action action) {
    watches.remove(descriptor, event, action);
  }

  @Override
  public @Nullable Registration listen(SelfPipe pipe, SignalWatch watch) throws PosixException {
    int descriptor = pipe.descriptor();
    if (!watches.add(descriptor, EpollH.EPOLLIN, watch)) {
      return null;
    }
    if (watch.handler() instanceof ShortWay.User user) {
      user.offer(new PassingOn(poller, pipe));
    }
    return () -> watches.remove(descriptor, EpollH.EPOLLIN, watch);
  }

  @Override
  public void close() {
    FirstFailure failure = new FirstFailure();
    failure.of(watches::close);
    failure.of(poller::close);
    failure.rethrow();
  }
}
