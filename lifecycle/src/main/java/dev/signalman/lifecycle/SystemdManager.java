package dev.signalman.lifecycle;

import dev.signalman.process.Spawn;
import dev.signalman.systemd.Field;
import dev.signalman.systemd.Notify;
import java.time.Duration;
import java.util.List;

/// systemd, or another manager that sets `NOTIFY_SOCKET`. A message that does not get through is
/// told on standard error ([Notify]); the stop does not depend on it.
final class SystemdManager implements ServiceManager {
  /// The manager reads its socket between other work. A stop cannot wait long for it.
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private static final List<String> OF_THIS_PROCESS =
      List.of("WATCHDOG_PID", "LISTEN_PID", "LISTEN_PIDFDID", "LISTEN_FDS", "LISTEN_FDNAMES");

  private final Notify notify;

  /// Whether another process speaks for the service.
  private volatile boolean silent;

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
    if (!silent) {
      notify.ready();
    }
  }

  @Override
  public void reloading() {
    if (!silent) {
      notify.reloading();
    }
  }

  @Override
  public void stopping() {
    if (!silent) {
      notify.stopping();
    }
  }

  @Override
  public void status(String text) {
    if (!silent) {
      notify.status(text.replace('\n', ' ').replace('\0', ' ')); // a stage may have any name
    }
  }

  @Override
  public void extend(Duration time) {
    if (!silent) {
      notify.send(Field.extendTimeout(time));
    }
  }

  /// In one message, which the manager accepts because this is the main process until then.
  @Override
  public void handedOver(int pid) {
    notify.ready(Field.mainPid(pid));
    silent = true;
  }

  /// Not the sockets, which it gets from this process, and not the pid of the watchdog, which is
  /// that of this process.
  @Override
  public void passOn(Spawn successor) {
    successor.inheritServiceManager();
    for (String variable : OF_THIS_PROCESS) {
      successor.unsetEnv(variable);
    }
  }

  /// The kernel tells the manager who sent a message. It has to look while this process exists.
  @Override
  public void leaving() {
    notify.barrier(PATIENCE);
  }
}
