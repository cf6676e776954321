package dev.signalman.loop;

import dev.signalman.PosixException;
import dev.signalman.Registration;
import dev.signalman.internal.kernel.Nanos;
import dev.signalman.internal.portable.VmMode;
import dev.signalman.signal.SelfPipe;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Selector;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/// Signals without descriptors, by a selector of the JDK, which they wake. A wait ends up to 1 ms
/// late.
final class SelectorEvents implements Events {
  private static final long NANOS_PER_MILLI = 1_000_000;

  private final Selector selector;
  private final List<SignalWatch> watches = new CopyOnWriteArrayList<>();

  private SelectorEvents(Selector selector) {
    this.selector = selector;
  }

  static SelectorEvents open() {
    try {
      return new SelectorEvents(Selector.open());
    } catch (IOException e) {
      throw new UncheckedIOException(
          "open a selector, which the event loop sleeps in: " + e.getMessage(), e);
    }
  }

  @Override
  public void turn(long nanos, EventLoop loop) throws InterruptedException {
    await(nanos);
    for (SignalWatch watch : watches) {
      if (!loop.isStopping()) {
        EventLoop.guarded(watch);
      }
    }
  }

  private void await(long nanos) throws InterruptedException {
    try {
      if (nanos == 0) {
        selector.selectNow();
        return;
      }
      selector.select(nanos == Nanos.FOREVER ? 0 : millis(nanos));
    } catch (IOException e) {
      throw new UncheckedIOException("select", e);
    }
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
  }

  /// Rounded up: a timer is never early.
  static long millis(long nanos) {
    return (nanos - 1) / NANOS_PER_MILLI + 1;
  }

  @Override
  public void wake() {
    selector.wakeup();
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
    if (!selector.isOpen()) {
      return null;
    }
    watches.add(watch); // first: the selector is woken for what has come already
    AutoCloseable waking = pipe.wakeup(selector);
    return () -> {
      watches.remove(watch);
      end(waking);
    };
  }

  private static void end(AutoCloseable waking) {
    try {
      waking.close();
    } catch (Exception e) {
      throw new IllegalStateException("end the waking of a selector", e);
    }
  }

  @Override
  public void close() {
    watches.clear();
    try {
      selector.close();
    } catch (IOException e) {
      throw new UncheckedIOException("close a selector", e);
    }
  }
}
