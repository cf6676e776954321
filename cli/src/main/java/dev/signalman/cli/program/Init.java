package dev.signalman.cli.program;

import dev.signalman.PosixException;
import dev.signalman.loop.EventLoop;
import dev.signalman.process.Orphan;
import dev.signalman.process.Orphans;
import java.util.concurrent.Executor;

/// What a command owes the other processes when it is process 1, as the entry point of a container
/// is: to wait for those that lost their parents, of which each stays a zombie otherwise.
public final class Init {
  private static final int INIT = 1;

  private Init() {}

  /// Does it until this process ends, which ends all others of its pid namespace too.
  public static void begin(EventLoop loop, EventLog log) throws PosixException {
    if (ProcessHandle.current().pid() == INIT) {
      adopt(loop, log);
    }
  }

  /// The log is the loop's, so it is written to there. Where orphans cannot be told from other
  /// children, as with the `/proc` of another pid namespace, that is said, and the rest is done.
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
