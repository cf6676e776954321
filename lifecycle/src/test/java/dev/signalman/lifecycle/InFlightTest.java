package dev.signalman.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class InFlightTest {
  private final InFlight requests = new InFlight("requests", System::nanoTime);

  private static CompletableFuture<?> future(InFlight kind) {
    return kind.drained().toCompletableFuture();
  }

  @Test
  @DisplayName("STOP-52: work is counted, and the oldest named with its age")
  void oldest() {
    InFlight.Work first = requests.enter("GET /first");
    InFlight.Work second = requests.enter("GET /second");
    assertThat(requests.count()).isEqualTo(2);
    assertThat(requests.left().oldest()).isEqualTo("GET /first");
    assertThat(requests.toString())
        .matches("2 requests in flight, the oldest GET /first for \\d+ ms");
    first.close();
    first.close();
    assertThat(requests.left().oldest()).isEqualTo("GET /second");
    second.close();
    assertThat(requests).hasToString("0 requests in flight");
  }

  @Test
  @DisplayName("STOP-53: drained completes when nothing is left, and can be asked for again")
  void drained() {
    assertThat(future(requests)).isDone();
    InFlight.Work work = requests.enter("a");
    CompletableFuture<?> empty = future(requests);
    CompletableFuture<?> same = future(requests);
    assertThat(empty).isNotDone();
    InFlight.Work later = requests.enter("b");
    work.close();
    assertThat(empty).isNotDone();
    later.close();
    assertThat(empty).isDone();
    assertThat(same).isDone();
  }

  @Test
  @DisplayName("STOP-53: a caller of drained cannot complete it for the others")
  void drainedIsReadOnly() {
    InFlight.Work work = requests.enter("a");
    future(requests).complete(null);
    assertThat(future(requests)).isNotDone();
    work.close();
  }

  @Test
  @DisplayName("STOP-54: new work is accepted to the end, unless it is to be refused")
  void refusal() {
    InFlight jobs = new InFlight("jobs", System::nanoTime).refuseInStages();
    try (InFlight.Work _ = jobs.enter("early")) {
      requests.closeIntake();
      jobs.closeIntake();
      requests.enter("late").close();
      assertThatExceptionOfType(RejectedExecutionException.class)
          .isThrownBy(() -> jobs.enter("late"))
          .withMessage("no new jobs: the program stops (late); send it to another instance");
      assertThat(jobs.count()).isEqualTo(1);
    }
  }

  @Test
  @DisplayName("STOP-55: work of many threads is lost in no count")
  void manyThreads() throws Exception {
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      threads.add(
          Thread.ofPlatform()
              .start(() -> {
                for (int n = 0; n < 10_000; n++) {
                  requests.enter("n").close();
                }
              }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(requests.count()).isZero();
    assertThat(future(requests)).isDone();
  }
}
