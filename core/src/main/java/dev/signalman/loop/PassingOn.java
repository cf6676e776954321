package dev.signalman.loop;

import dev.signalman.PosixException;
import dev.signalman.Signal;
import dev.signalman.internal.engine.Source;
import dev.signalman.internal.init.ShortWay;
import dev.signalman.internal.portable.Engines;
import dev.signalman.internal.wait.Poller;
import dev.signalman.posix.Memory;
import dev.signalman.posix.PassingWait;
import dev.signalman.posix.PidfdH;
import dev.signalman.signal.SelfPipe;
import org.jspecify.annotations.Nullable;

/// The short way through the poller of a loop.
final class PassingOn implements ShortWay, Poller.LongWait {
  private final Poller poller;
  private final SelfPipe pipe;
  private @Nullable Source source;
  private @Nullable PassingWait wait;

  PassingOn(Poller poller, SelfPipe pipe) {
    this.poller = poller;
    this.pipe = pipe;
  }

  @Override
  public boolean open(int pidfd, boolean toGroup) throws PosixException {
    Source found = source();
    PassingWait made = found == null ? null : found.passingWait();
    if (made == null) {
      return false;
    }
    made.target(pidfd, toGroup ? PidfdH.PIDFD_SIGNAL_PROCESS_GROUP : 0);
    source = found;
    wait = made;
    poller.waitsBy(this);
    return true;
  }

  private @Nullable Source source() throws PosixException {
    for (Signal signal : pipe.signals()) {
      return Engines.get().receiver(signal); // all have the same
    }
    return null;
  }

  @Override
  public void pass(Signal signal, Signal as) {
    if (wait != null) {
      wait.pass(signal.number(), as.number());
    }
  }

  @Override
  public boolean hasPassed() {
    return wait != null && wait.takePassed() != 0;
  }

  @Override
  public void close() {
    poller.waitsBy(null);
    wait = null;
  }

  @Override
  public int await(int epoll, Memory events, int capacity, int timeout) {
    PassingWait wait = this.wait;
    Source source = this.source;
    if (wait == null || source == null) {
      return 0;
    }
    int count = wait.await(epoll, events, capacity, timeout);
    if (wait.takeRead()) {
      source.readByWait();
    }
    return count;
  }
}
