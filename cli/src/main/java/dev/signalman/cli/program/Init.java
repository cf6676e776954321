package dev.signalman.cli.program;

import dev.signalman.PosixException;
import dev.signalman.internal.init.ThisProcess;
import dev.signalman.loop.EventLoop;
import dev.signalman.process.Orphan;
import dev.signalman.process.Orphans;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The duty of a command that is process 1, as the entry point of a container is: it waits for
/// processes that lost their parents. Each of them would stay a zombie otherwise.
public final class Init {
  private static final int INIT = 1;

  private Init() {}

  /// Waits for orphans until this process ends. Its end also ends all others of its pid namespace.
  public static void begin(EventLoop loop, EventLog log) throws PosixException {
    if (ProcessHandle.current().pid() == INIT) {
      Orphans _ = adopt(loop, orphan -> tell(log, orphan), log::error);
    }
  }

  /// Adopts orphans, also in a process that is not process 1, and waits for them until this process
  /// ends. If orphans cannot be told from other children, as with the `/proc` of another pid
  /// namespace, the command is told so, and runs without this.
  ///
  /// @param loop runs the listener, because only its thread may use the log
  /// @return null if orphans cannot be told apart
  public static @Nullable Orphans adopt(
      Executor loop, Consumer<Orphan> listener, Consumer<Exception> unsupported)
      throws PosixException {
    ThisProcess.startNothingThroughTheJdk();
    try {
      return Orphans.adopt(orphan -> loop.execute(() -> listener.accept(orphan)));
    } catch (UnsupportedOperationException e) {
      unsupported.accept(e);
      return null;
    }
  }

  /// Reports an orphan that has been waited for.
  public static void tell(EventLog log, Orphan orphan) {
    log.event(
        "orphan",
        json -> {
          json.key("pid").value(orphan.pid()).key("name").value(orphan.name());
          ExitJson.add(json, orphan.status());
        });
  }
}
