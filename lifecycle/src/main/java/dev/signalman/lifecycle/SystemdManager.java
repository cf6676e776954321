package dev.signalman.lifecycle;

import dev.signalman.systemd.Field;
import dev.signalman.systemd.Notify;
import java.time.Duration;

/// systemd, or another manager that sets `NOTIFY_SOCKET`. A message that does not get through is
/// told on standard error ([Notify]); the stop does not depend on it.
final class SystemdManager implements ServiceManager {
  /// The manager reads its socket between other work. A stop cannot wait long for it.
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final Notify notify;

  private SystemdManager(Notify notify) {
    this.notify = notify;
  }

  /// The manager of this process, or [ServiceManager#NONE].
  static ServiceManager ofThisProcess() {
    Notify notify = Notify.fromEnvironment();
    return notify.isPresent() ? new SystemdManager(notify.patience(PATIENCE)) : ServiceManager.NONE;
  }

  @Override
  public void ready() {
    notify.ready();
  }

  @Override
  public void reloading() {
    notify.reloading();
  }

  @Override
  public void stopping() {
    notify.stopping();
  }

  @Override
  public void status(String text) {
    notify.status(text.replace('\n', ' ').replace('\0', ' ')); // a stage may have any name
  }

  @Override
  public void extend(Duration time) {
    notify.send(Field.extendTimeout(time));
  }

  /// The kernel tells the manager who sent a message. It has to look while this process exists.
  @Override
  public void leaving() {
    notify.barrier(PATIENCE);
  }
}
