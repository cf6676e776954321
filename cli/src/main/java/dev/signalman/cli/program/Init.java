package dev.signalman.cli.program;

import dev.signalman.PosixException;
import dev.signalman.Signal;
import dev.signalman.internal.init.OrphanWatch;
import dev.signalman.internal.init.ThisProcess;
import dev.signalman.loop.EventLoop;
import dev.signalman.process.Orphan;
import dev.signalman.process.Orphans;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The duty of a command that is process 1, as the entry point of a container is: it waits for
/// processes that lost their parents. Each of them would stay a zombie otherwise. All of it happens
/// in the thread of an event loop, between its other events.
public final class Init implements Consumer<Orphan>, OrphanWatch {
  private static final int INIT = 1;
  private static final Duration RETRY = Duration.ofSeconds(1);

  private final EventLoop loop;
  private final Consumer<Orphan> listener;
  private final boolean named;
  private final Consumer<Exception> failed;
  private @Nullable Orphans orphans;
  private @Nullable Search search;

  /// Whether a search has begun and is not over.
  private boolean searching;

  /// Whether a child has ended since the last search began.
  private boolean news;

  private boolean isDue;

  private Init(
      EventLoop loop, Consumer<Orphan> listener, boolean named, Consumer<Exception> failed) {
    this.loop = loop;
    this.listener = listener;
    this.named = named;
    this.failed = failed;
  }

  /// Waits for orphans until this process ends. Its end also ends all others of its pid namespace.
  public static void begin(EventLoop loop, EventLog log) throws PosixException {
    if (ThisProcess.pid() == INIT) {
      Init init = adopt(loop, orphan -> tell(log, orphan), true, log::error);
      if (init != null) {
        loop.onSignal(Signal.CHLD, _ -> init.childEnded());
      }
    }
  }

  /// Adopts orphans, also in a process that is not process 1, and waits for them until this process
  /// ends. The command receives SIGCHLD, and calls [#childEnded].
  ///
  /// @param named whether the listener looks at the names of orphans
  /// @param failed told why orphans cannot be told from other children, as with the `/proc` of
  ///   another pid namespace: then the command runs without this. Also told why a search failed,
  ///   which is tried again
  /// @return null if orphans cannot be told apart
  public static @Nullable Init adopt(
      EventLoop loop, Consumer<Orphan> listener, boolean named, Consumer<Exception> failed)
      throws PosixException {
    Init init = new Init(loop, listener, named, failed);
    try {
      init.orphans = Orphans.adopt(init);
    } catch (UnsupportedOperationException e) {
      failed.accept(e);
      return null;
    }
    init.childEnded(); // perhaps before this
    return init;
  }

  /// A child of this process has ended, perhaps an orphan.
  public void childEnded() {
    news = true;
    schedule();
  }

  private void schedule() {
    if (!isDue) {
      isDue = true;
      loop.execute(this::search);
    }
  }

  private void search() {
    isDue = false;
    news &= searching; // a search that begins now finds all that have ended
    try {
      searching = search != null && search.next();
    } catch (PosixException e) {
      failed.accept(e);
      searching = false;
      loop.after(RETRY, this::childEnded);
    }
    if (searching || news) {
      schedule();
    }
  }

  /// Adopts no more orphans.
  public void end() {
    if (orphans != null) {
      orphans.close();
    }
  }

  @Override
  public boolean namesOrphans() {
    return named;
  }

  @Override
  public void offer(Search search) {
    this.search = search;
  }

  @Override
  public void accept(Orphan orphan) {
    listener.accept(orphan);
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
