package dev.signalman.systemd;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Tells of failures, each reason once as long as it repeats: a watchdog may fail every second.
final class Failures {
  private final Consumer<NotifyException> action;
  private final AtomicReference<@Nullable String> last = new AtomicReference<>();

  Failures(Consumer<NotifyException> action) {
    this.action = action;
  }

  /// Standard error and not a logging framework, which may have ended before the program does.
  static Failures onStandardError() {
    return new Failures(failure -> System.err.println("signalman: " + failure.getMessage()));
  }

  void tell(NotifyException failure) {
    @Nullable String reason = failure.reason();
    if (!Objects.equals(reason, last.getAndSet(reason))) {
      action.accept(failure);
    }
  }

  /// A message has got through: the next failure is a new one.
  void over() {
    last.set(null);
  }
}
