package dev.signalman.loop;

import dev.signalman.Errno;
import dev.signalman.PosixException;
import dev.signalman.internal.engine.Poller;
import dev.signalman.posix.EpollH;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// The descriptors that a loop watches: at most one action for reading and one for writing each.
/// All methods may be called by any thread.
final class Watches {
  private static final int BROKEN = EpollH.EPOLLERR | EpollH.EPOLLHUP;

  private final Poller poller;
  private final Map<Integer, Interest> interests = new HashMap<>();

  Watches(Poller poller) {
    this.poller = poller;
  }

  /// What a loop does; may throw anything.
  interface Action {
    void run() throws Exception;
  }

  /// What is to be done about one descriptor.
  ///
  /// @param open whether its number still belongs to it
  private record Interest(
      BooleanSupplier open, @Nullable Action onReadable, @Nullable Action onWritable) {

    int events() {
      return (onReadable == null ? 0 : EpollH.EPOLLIN) | (onWritable == null ? 0 : EpollH.EPOLLOUT);
    }

    boolean has(int event) {
      return (events() & event) != 0;
    }

    Interest with(int event, @Nullable Action action) {
      return event == EpollH.EPOLLIN
          ? new Interest(open, action, onWritable)
          : new Interest(open, onReadable, action);
    }
  }

  synchronized void add(int descriptor, int event, BooleanSupplier open, Action action)
      throws PosixException {
    Interest present = interests.get(descriptor);
    if (present != null && !present.open().getAsBoolean()) {
      present = null; // was closed and left the epoll by that; the number has a new owner
    }
    if (present != null && present.has(event)) {
      throw new IllegalStateException("the loop already watches descriptor " + descriptor);
    }
    if (present == null) {
      poller.add(descriptor, event);
      interests.put(descriptor, new Interest(open, null, null).with(event, action));
    } else {
      poller.change(descriptor, present.events() | event);
      interests.put(descriptor, present.with(event, action));
    }
  }

  /// Ends what was added, unless the descriptor has another owner by now.
  synchronized void remove(int descriptor, int event, Action action) {
    Interest present = interests.get(descriptor);
    if (present == null || !isFor(present, event, action)) {
      return;
    }
    Interest rest = present.with(event, null);
    if (rest.events() == 0) {
      interests.remove(descriptor);
    } else {
      interests.put(descriptor, rest);
    }
    if (present.open().getAsBoolean()) {
      update(descriptor, rest.events());
    }
  }

  private static boolean isFor(Interest interest, int event, Action action) {
    return action.equals(event == EpollH.EPOLLIN ? interest.onReadable() : interest.onWritable());
  }

  private void update(int descriptor, int events) {
    try {
      if (events == 0) {
        poller.remove(descriptor);
      } else {
        poller.change(descriptor, events);
      }
    } catch (PosixException e) {
      // Closed a moment ago by another thread: it has left the epoll by itself.
      if (!e.errno().equals(Errno.EBADF) && !e.errno().equals(Errno.ENOENT)) {
        throw e.unchecked();
      }
    }
  }

  /// What to do about an event, for reading or for writing; null if nobody wants to know any more.
  synchronized @Nullable Action action(int descriptor, int events, int event) {
    Interest interest = interests.get(descriptor);
    if (interest == null || (events & (event | BROKEN)) == 0) {
      return null;
    }
    return event == EpollH.EPOLLIN ? interest.onReadable() : interest.onWritable();
  }
}
