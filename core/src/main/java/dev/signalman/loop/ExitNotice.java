package dev.signalman.loop;

import dev.signalman.Registration;
import dev.signalman.process.Child;
import dev.signalman.process.ExitStatus;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/// A callback that tells in the loop's thread how a child ended, until that has happened or is
/// cancelled.
final class ExitNotice {
  private final Consumer<ExitStatus> action;
  private final CompletableFuture<ExitStatus> exit;
  private volatile boolean wanted = true;

  ExitNotice(Child child, Consumer<ExitStatus> action) {
    this.action = action;
    this.exit = child.onExit(Runnable::run);
  }

  /// Cancels the callback; one that has run already is not undone.
  void cancel() {
    wanted = false;
    exit.cancel(false); // or the child would keep this and the loop as long as it lives
  }

  /// Lets `loop` run the callback, after the registration has been closed.
  void tell(Executor loop, Registration registration) {
    // The first thread to know of the end only queues the task here.
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
