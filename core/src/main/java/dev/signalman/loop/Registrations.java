package dev.signalman.loop;

import dev.signalman.Registration;
import dev.signalman.internal.kernel.FirstFailure;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/// The registrations of a loop that have to be undone. Each ends once: by its owner, or with the
/// loop. One whose end fails stays, and can be closed again.
final class Registrations {
  private final Set<Registration> open = ConcurrentHashMap.newKeySet();

  /// @param end undoes the registration
  Registration add(Runnable end) {
    Registration registration = new Ending(end);
    open.add(registration);
    return registration;
  }

  /// Ends all of them, even if one fails.
  void close(FirstFailure failure) {
    for (Registration registration : open) {
      failure.of(registration::close);
    }
  }

  private final class Ending implements Registration {
    private final AtomicBoolean isOpen = new AtomicBoolean(true);
    private final Runnable end;

    Ending(Runnable end) {
      this.end = end;
    }

    @Override
    public void close() {
      if (isOpen.getAndSet(false)) {
        try {
          end.run();
        } catch (RuntimeException | Error e) {
          isOpen.set(true); // so that it can be closed again
          throw e;
        }
        open.remove(this);
      }
    }
  }
}
