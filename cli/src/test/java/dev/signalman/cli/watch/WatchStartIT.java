package dev.signalman.cli.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.cli.Launcher;
import dev.signalman.cli.proc.ProcFolder;
import dev.signalman.testkit.ChildProgram;
import dev.signalman.testkit.Eventually;
import dev.signalman.testkit.StressRun;
import dev.signalman.testkit.StressTest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// TERM while the VM starts: it is not lost, and does not kill.
@StressTest
class WatchStartIT {
  private static final int STARTS = StressRun.count(50, 200);
  private static final long LATEST = TimeUnit.MILLISECONDS.toNanos(150);

  @Test
  @Timeout(value = 10, unit = TimeUnit.MINUTES)
  void termAtAnyMomentAfterTheVmsExecEndsItInOrder() throws Exception {
    int atATime = Math.clamp(Runtime.getRuntime().availableProcessors() / 2, 2, 8);
    try (ExecutorService starters = Executors.newFixedThreadPool(atATime)) {
      List<Callable<Void>> starts = new ArrayList<>();
      for (int i = 0; i < STARTS; i++) {
        long delay = LATEST * i / (STARTS - 1);
        starts.add(() -> {
          startAndEnd(delay);
          return null;
        });
      }
      for (Future<Void> start : starters.invokeAll(starts)) {
        start.get();
      }
    }
  }

  private static void startAndEnd(long delay) throws Exception {
    try (ChildProgram watch = Launcher.start("watch")) {
      // The launcher is a shell, then env, then the VM, all in one process: its name changes with
      // each exec.
      Eventually.until(
          "the VM starts", () -> ProcFolder.of(watch.pid()).command().orElse("").equals("java"));
      LockSupport.parkNanos(delay); // the moment is what this is about; nothing depends on it
      watch.process().toHandle().destroy();
      watch.expectExit(0);
      assertThat(watch.line()).startsWith("watching " + watch.pid() + ": ");
      assertThat(watch.remainingLines()).isEmpty();
      assertThat(watch.errors()).containsExactly("received 0, dropped 0");
    }
  }
}
