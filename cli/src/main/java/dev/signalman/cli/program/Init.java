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
  private Searches searches = Searches.NONE;

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
      Init init = new Init(loop, orphan -> tell(log, orphan), true, log::error);
      loop.onSignal(Signal.CHLD, _ -> init.childEnded());
      boolean _ = init.adopt();
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
    return init.adopt() ? init : null;
  }

  private boolean adopt() throws PosixException {
    try {
      orphans = Orphans.adopt(this);
    } catch (UnsupportedOperationException e) {
      failed.accept(e);
      return false;
    }
    childEnded(); // one may have ended before this
    return true;
  }

  /// A child of this process has ended, perhaps an orphan.
  public void childEnded() {
    become(searches.childEnded());
  }

  private void become(Searches next) {
    boolean isNew = next.due() && !searches.due();
    searches = next;
    if (isNew) {
      loop.execute(this::search);
    }
  }

  private void search() {
    Search search = this.search;
    if (search == null) {
      return; // orphans cannot be told apart
    }
    become(searches.begun());
    try {
      become(searches.done(search.next()));
    } catch (PosixException e) {
      rest();
      failed.accept(e);
    } catch (RuntimeException | Error e) { // it must not leave a zombie
      rest();
      throw e;
    }
  }

  private void rest() {
    become(searches.failed());
    loop.after(RETRY, () -> become(searches.rested()));
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
