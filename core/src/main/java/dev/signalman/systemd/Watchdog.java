package dev.signalman.systemd;

import dev.signalman.Registration;
import dev.signalman.loop.EventLoop;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Shows the service manager that the service is alive (sd_watchdog_enabled(3)): with
/// `WatchdogSec=` in its unit, systemd ends and restarts a service that does not.
///
/// ```java
/// Watchdog watchdog = Watchdog.fromEnvironment(Notify.fromEnvironment());
/// watchdog.on(loop, () -> queue.size() < limit);
/// ```
///
/// The sign (`WATCHDOG=1`) is sent at once, and then each half of the interval, but only if the
/// program's own check says that it is healthy. After any other answer, or if a sign does not get
/// through, the check is asked again after an eighth of the interval, so that a short disturbance
/// ends no service.
///
/// Choose a check that fails when the service fails. On an [EventLoop], the loop itself is checked:
/// a loop that hangs sends nothing. A thread of its own that always says yes shows nothing but that
/// the VM runs.
///
/// The interval comes from the variable `WATCHDOG_USEC`, which counts only if `WATCHDOG_PID` is
/// this process or is not set. Without it nothing is checked or sent. Times are those of
/// `System.nanoTime()`, which stops while the machine is suspended.
public final class Watchdog {
  private final Notify notify;
  private final long interval;

  private Watchdog(Notify notify, long interval) {
    this.notify = notify;
    this.interval = interval;
  }

  /// The watchdog that the manager asks for. If a variable is no number, there is none, and the
  /// action for failures of `notify` is told so.
  public static Watchdog fromEnvironment(Notify notify) {
    return of(notify, System.getenv(), ProcessHandle.current().pid());
  }

  static Watchdog of(Notify notify, Map<String, String> environment, long pid) {
    try {
      return new Watchdog(notify, interval(environment, pid));
    } catch (NotifyException e) {
      notify.tell(e);
      return new Watchdog(notify, 0);
    }
  }

  private static long interval(Map<String, String> environment, long pid) throws NotifyException {
    Long micros = number(environment, "WATCHDOG_USEC");
    Long receiver = number(environment, "WATCHDOG_PID");
    if (micros == null || (receiver != null && receiver != pid)) {
      return 0;
    }
    return TimeUnit.MICROSECONDS.toNanos(micros);
  }

  private static @Nullable Long number(Map<String, String> environment, String name)
      throws NotifyException {
    String text = environment.get(name);
    if (text == null) {
      return null;
    }
    try {
      long number = Long.parseLong(text);
      if (number > 0) {
        return number;
      }
    } catch (NumberFormatException _) {
      // As one that is not above zero.
    }
    throw new NotifyException(
        "there is no watchdog: " + name + " is no number above zero: \"" + text + '"');
  }

  /// A watchdog with an interval of the program's own, which the manager must know: by the unit, or
  /// by [Field#watchdogInterval].
  ///
  /// @throws IllegalArgumentException if the interval is not above zero
  public static Watchdog every(Duration interval, Notify notify) {
    if (interval.isZero() || interval.isNegative()) {
      throw new IllegalArgumentException("an interval is above zero: " + interval);
    }
    return new Watchdog(notify, TimeUnit.NANOSECONDS.convert(interval));
  }

  /// Whether signs are sent: there are an interval and a manager.
  public boolean isPresent() {
    return interval > 0 && notify.isPresent();
  }

  /// The longest time that the manager accepts without a sign; zero for any.
  public Duration interval() {
    return Duration.ofNanos(interval);
  }

  /// Checks and sends in the thread of a loop, as long as that runs and the registration is open. A
  /// full socket of the manager does not stop the loop. Closing the registration in another thread
  /// does not wait for a running check.
  ///
  /// @param healthy whether the service works; an exception means no, and goes to the thread's
  ///   uncaught-exception handler
  public Registration on(EventLoop loop, BooleanSupplier healthy) {
    Objects.requireNonNull(healthy, "healthy");
    if (!isPresent()) {
      return () -> {};
    }
    LoopWatchdog running = new LoopWatchdog(loop, () -> sign(healthy, Duration.ZERO), heartbeat());
    running.begin();
    return running;
  }

  /// Checks and sends in the calling thread until that is interrupted; its interrupt status stays
  /// set. Returns at once if there is no watchdog.
  ///
  /// ```java
  /// Thread.ofPlatform().daemon().name("watchdog").start(() -> watchdog.run(server::answers));
  /// ```
  ///
  /// @param healthy as for [#on]. While it hangs, nothing is sent
  public void run(BooleanSupplier healthy) {
    Objects.requireNonNull(healthy, "healthy");
    Heartbeat heartbeat = heartbeat();
    Thread thread = Thread.currentThread();
    while (isPresent() && !thread.isInterrupted()) {
      boolean sent = false;
      try {
        sent = sign(healthy, Duration.ofNanos(heartbeat.pause(false)));
      } catch (Throwable e) {
        thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
      }
      try {
        TimeUnit.NANOSECONDS.sleep(heartbeat.pause(sent));
      } catch (InterruptedException _) {
        thread.interrupt(); // which ends this
      }
    }
  }

  private Heartbeat heartbeat() {
    return new Heartbeat(interval);
  }

  private boolean sign(BooleanSupplier healthy, Duration patience) {
    return healthy.getAsBoolean() && notify.patience(patience).send(Field.WATCHDOG);
  }

  @Override
  public String toString() {
    return "Watchdog " + interval() + " " + notify;
  }
}
