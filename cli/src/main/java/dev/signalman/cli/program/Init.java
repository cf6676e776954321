package dev.signalman.cli.program;

import dev.signalman.PosixException;
import dev.signalman.internal.init.NamelessOrphans;
import dev.signalman.internal.init.ThisProcess;
import dev.signalman.loop.EventLoop;
import dev.signalman.process.Orphan;
import dev.signalman.process.Orphans;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
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
      Orphans _ = adopt(loop, orphan -> tell(log, orphan), true, log::error);
    }
  }

  /// Adopts orphans, also in a process that is not process 1, and waits for them until this process
  /// ends. If orphans cannot be told from other children, as with the `/proc` of another pid
  /// namespace, the command is told so, and runs without this.
  ///
  /// @param loop runs the listener, because only its thread may use the log
  /// @param named whether the listener looks at the names of orphans
  /// @return null if orphans cannot be told apart
  public static @Nullable Orphans adopt(
      Executor loop, Consumer<Orphan> listener, boolean named, Consumer<Exception> unsupported)
      throws PosixException {
    ThisProcess.startNothingThroughTheJdk();
    try {
      return Orphans.adopt(named ? new Mail(loop, listener) : new NamelessMail(loop, listener));
    } catch (UnsupportedOperationException e) {
      unsupported.accept(e);
      return null;
    }
  }

  /// Takes orphans to the thread of the loop: many at once wake it once.
  private static class Mail implements Consumer<Orphan> {
    private final Executor loop;
    private final Consumer<Orphan> listener;
    private final Queue<Orphan> arrived = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean isDue = new AtomicBoolean();

    Mail(Executor loop, Consumer<Orphan> listener) {
      this.loop = loop;
      this.listener = listener;
    }

    @Override
    public void accept(Orphan orphan) {
      arrived.add(orphan);
      if (isDue.compareAndSet(false, true)) {
        loop.execute(this::deliver);
      }
    }

    private void deliver() {
      isDue.set(false); // before the look: what arrives after it is due again
      for (Orphan orphan = arrived.poll(); orphan != null; orphan = arrived.poll()) {
        listener.accept(orphan);
      }
    }
  }

  private static final class NamelessMail extends Mail implements NamelessOrphans {
    NamelessMail(Executor loop, Consumer<Orphan> listener) {
      super(loop, listener);
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
