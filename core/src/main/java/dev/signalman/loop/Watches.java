package dev.signalman.loop;

import dev.signalman.Errno;
import dev.signalman.PosixException;
import dev.signalman.internal.wait.Poller;
import dev.signalman.posix.EpollH;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The descriptors that a loop watches: at most one action for reading and one for writing each.
/// Any thread may call all methods. The code that adds a descriptor removes it before closing it.
final class Watches {
  private static final int BROKEN = EpollH.EPOLLERR | EpollH.EPOLLHUP;

  private final Poller poller;
  private final Map<Integer, Interest> interests = new HashMap<>();
  private long turn;
  private boolean closed;

  Watches(Poller poller) {
    this.poller = poller;
  }

  /// An action of a loop; it may throw anything.
  interface Action {
    void run() throws Exception;
  }

  /// The actions for one descriptor.
  ///
  /// @param since the turn in which the descriptor was added
  private record Interest(long since, @Nullable Action onReadable, @Nullable Action onWritable) {

    int events() {
      return (onReadable == null ? 0 : EpollH.EPOLLIN) | (onWritable == null ? 0 : EpollH.EPOLLOUT);
    }

    @Nullable Action action(int event) {
      return event == EpollH.EPOLLIN ? onReadable : onWritable;
    }

    Interest with(int event, @Nullable Action action) {
      return event == EpollH.EPOLLIN
          ? new Interest(since, action, onWritable)
          : new Interest(since, onReadable, action);
    }
  }

  /// Adds an action for reading or for writing.
  ///
  /// @return false if this is closed
  synchronized boolean add(int descriptor, int event, Action action) throws PosixException {
    if (closed) {
      return false;
    }
    Interest present = interests.get(descriptor);
    if (present == null) {
      poller.add(descriptor, event);
      interests.put(descriptor, new Interest(turn, null, null).with(event, action));
    } else if (present.action(event) == null) {
      poller.change(descriptor, present.events() | event);
      interests.put(descriptor, present.with(event, action));
    } else {
      throw new IllegalStateException("the loop already watches descriptor " + descriptor);
    }
    return true;
  }

  /// Removes an action, unless the descriptor has another owner by now.
  synchronized void remove(int descriptor, int event, Action action) {
    Interest present = interests.get(descriptor);
    if (closed || present == null || !action.equals(present.action(event))) {
      return;
    }
    Interest rest = present.with(event, null);
    tellKernel(descriptor, rest.events()); // first: if this fails, the removal can be repeated
    if (rest.events() == 0) {
      interests.remove(descriptor);
    } else {
      interests.put(descriptor, rest);
    }
  }

  private void tellKernel(int descriptor, int events) {
    try {
      if (events == 0) {
        poller.remove(descriptor);
      } else {
        poller.change(descriptor, events);
      }
    } catch (PosixException e) {
      // Other code closed the descriptor and may have reopened the number: the kernel no longer
      // watches it.
      if (!e.errno().equals(Errno.EBADF) && !e.errno().equals(Errno.ENOENT)) {
        throw e.unchecked();
      }
    }
  }

  /// Called before the kernel is asked for events. Its answer may be about descriptors that are
  /// closed before their turn comes, and whose numbers are added again.
  synchronized void beginTurn() {
    turn++;
  }

  /// The action for an event, for reading or for writing; null if there is none any more.
  synchronized @Nullable Action action(int descriptor, int events, int event) {
    Interest interest = interests.get(descriptor);
    if (interest == null || interest.since() == turn || (events & (event | BROKEN)) == 0) {
      return null; // a descriptor added in this turn is reported again in the next
    }
    return interest.action(event);
  }

  /// Makes all further calls do nothing: the poller may be closed.
  synchronized void close() {
    closed = true;
  }
}
