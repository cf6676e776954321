package dev.signalman.cli.program;

import dev.signalman.PosixException;
import dev.signalman.loop.EventLoop;
import dev.signalman.process.Orphan;
import dev.signalman.process.Orphans;
import java.util.concurrent.Executor;

/// The duty of a command that is process 1, as the entry point of a container is: it waits for
/// processes that lost their parents. Each of them would stay a zombie otherwise.
public final class Init {
  private static final int INIT = 1;

  private Init() {}

  /// Waits for orphans until this process ends. Its end also ends all others of its pid namespace.
  public static void begin(EventLoop loop, EventLog log) throws PosixException {
    if (ProcessHandle.current().pid() == INIT) {
      adopt(loop, log);
    }
  }

  /// Only the loop's thread may use the log, so orphans are reported there. If orphans cannot be
  /// told from other children, as with the `/proc` of another pid namespace, a line says so, and
  /// the command runs without this.
  private static void adopt(Executor loop, EventLog log) throws PosixException {
    try {
      Orphans _ = Orphans.adopt(orphan -> loop.execute(() -> tell(log, orphan)));
    } catch (UnsupportedOperationException e) {
      log.error(e);
    }
  }

  private static void tell(EventLog log, Orphan orphan) {
    log.event(
        "orphan",
        json -> {
          json.key("pid").value(orphan.pid()).key("name").value(orphan.name());
          ExitJson.add(json, orphan.status());
        });
  }
}
