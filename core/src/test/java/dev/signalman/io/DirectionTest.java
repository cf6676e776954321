package dev.signalman.io;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.posix.PollH;
import dev.signalman.testkit.Eventually;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class DirectionTest {
  private static final int EINTR = -4;

  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch first = new CountDownLatch(1);
  private final CountDownLatch next = new CountDownLatch(1);
  private final Direction direction =
      new Direction(new Descriptor(-1, "nothing", false), PollH.POLLOUT, new AtomicReference<>());

  @Test
  @Timeout(60)
  void onlyTheCallThatIsGoingOnIsWaitedForNotTheNextOnes() throws Exception {
    var caller =
        Threads.start(() -> {
          direction.begin();
          try {
            return direction.when("call", _ -> call());
          } finally {
            direction.end();
          }
        });
    begun.await();
    var changer = Threads.start(this::awaitPresentCall);
    Eventually.until("waits for the first call", () -> isParked(changer.thread()));
    first.countDown();
    assertThat(changer.get()).isEqualTo("may change");
    assertThat(caller.task().isDone()).isFalse();
    next.countDown();
    assertThat(caller.get()).isEqualTo(5);
  }

  @Test
  @Timeout(60)
  void turnsThatBeginAfterwardsAreNotWaitedFor() throws Exception {
    var caller =
        Threads.start(() -> {
          direction.begin();
          begun.countDown();
          first.await();
          direction.end();
          direction.begin(); // at once, as a loop does
          next.await();
          direction.end();
          return "done";
        });
    begun.await();
    var changer = Threads.start(this::awaitPresentCall);
    Eventually.until("waits for the first turn", () -> isParked(changer.thread()));
    first.countDown();
    assertThat(changer.get()).isEqualTo("may change");
    next.countDown();
    assertThat(caller.get()).isEqualTo("done");
  }

  private String awaitPresentCall() {
    direction.awaitPresentCall();
    return "may change";
  }

  /// The first fails as one does that a signal handler interrupted, which is repeated.
  private long call() {
    boolean isFirst = begun.getCount() > 0;
    begun.countDown();
    try {
      (isFirst ? first : next).await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return isFirst ? EINTR : 5;
  }

  private static boolean isParked(Thread thread) {
    return Arrays.stream(thread.getStackTrace())
        .anyMatch(frame -> frame.getMethodName().equals("parkNanos"));
  }
}
