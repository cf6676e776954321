package dev.signalman.loop;

import dev.signalman.PosixException;
import dev.signalman.Registration;
import dev.signalman.internal.portable.VmMode;
import dev.signalman.signal.SelfPipe;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/// Signals without descriptors, which wake the loop as they wake a selector.
final class WakenEvents implements Events {
  private final Waker waker = new Waker();
  private final List<SignalWatch> watches = new CopyOnWriteArrayList<>();

  @Override
  public void turn(long nanos, EventLoop loop) throws InterruptedException {
    waker.await(nanos);
    for (SignalWatch watch : watches) {
      if (!loop.isStopping()) {
        EventLoop.guarded(watch);
      }
    }
  }

  @Override
  public void wake() {
    waker.wakeup();
  }

  @Override
  public boolean add(int descriptor, int event, Watches.Action action) {
    throw VmMode.lacks("descriptors in an event loop (onReadable, onWritable)");
  }

  @Override
  public void remove(int descriptor, int event, Watches.Action action) {
    // None was added.
  }

  @Override
  public @Nullable Registration listen(SelfPipe pipe, SignalWatch watch) throws PosixException {
    if (!waker.isOpen()) {
      return null;
    }
    watches.add(watch); // first: the loop is woken for what has come already
    AutoCloseable waking = pipe.wakeup(waker);
    return () -> {
      watches.remove(watch);
      end(waking);
    };
  }

  private static void end(AutoCloseable waking) {
    try {
      waking.close();
    } catch (Exception e) {
      throw new IllegalStateException("end the waking of a loop", e);
    }
  }

  @Override
  public void close() {
    watches.clear();
    waker.close();
  }
}
