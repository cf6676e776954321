package dev.signalman.loop;

import dev.signalman.process.Child;
import dev.signalman.process.ExitStatus;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/// Somebody who wants to be told in the loop's thread how a child ended, until that has happened or
/// is called off.
final class ExitNotice {
  private final Consumer<ExitStatus> action;
  private final CompletableFuture<ExitStatus> exit;
  private volatile boolean wanted = true;

  ExitNotice(Child child, Consumer<ExitStatus> action) {
    this.action = action;
    this.exit = child.onExit(Runnable::run);
  }

  /// Calls it off; what has been told already stays told.
  void cancel() {
    wanted = false;
    exit.cancel(false); // or the child would keep this, and the loop, as long as it lives
  }

  /// Has it told by `loop`, after its registration has been closed.
  void tell(Executor loop, Registration registration) {
    // By way of whoever knows first, who only puts it into the queue here.
    CompletableFuture<Void> _ =
        exit.thenAccept(status -> {
          if (wanted) {
            loop.execute(() -> tell(registration, status));
          }
        });
  }

  private void tell(Registration registration, ExitStatus status) {
    if (wanted) {
      registration.close();
      action.accept(status);
    }
  }
}
