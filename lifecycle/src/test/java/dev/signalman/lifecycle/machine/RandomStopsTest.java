package dev.signalman.lifecycle.machine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.Signal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// Random programs, stopped by random events at random times. `-Dstops.seed=N` repeats a failure.
class RandomStopsTest {
  private static final int ROUNDS = Integer.getInteger("stops.rounds", 5_000);
  private static final long SEED = Long.getLong("stops.seed", System.nanoTime());

  @Test
  void keepTheirPromises() {
    for (int round = 0; round < ROUNDS; round++) {
      long seed = SEED + round;
      try {
        new Round(new SplittableRandom(seed)).run();
      } catch (Throwable e) {
        throw new AssertionError("repeat with -Dstops.seed=" + seed + " -Dstops.rounds=1", e);
      }
    }
  }

  private static final class Round {
    private final SplittableRandom random;
    private final Play play;
    private final List<String> tasks = new ArrayList<>();
    private final Set<String> started = new HashSet<>();
    private final Set<String> interrupted = new HashSet<>();
    private final Set<String> aborted = new HashSet<>();
    private boolean over;
    private long began = -1;

    Round(SplittableRandom random) {
      this.random = random;
      long total = 2_000L + random.nextInt(30_000);
      long reserve = 1 + random.nextLong(total / 2);
      long delay = random.nextInt(3) == 0 ? random.nextLong(total - reserve) : 0;
      this.play =
          new Play(new Limits(Play.millis(total), Play.millis(reserve), Play.millis(delay)));
    }

    void run() {
      build();
      event();
      int steps = 0;
      while (!over) {
        assertThat(steps++).as("steps").isLessThan(5_000);
        long wake = StopMachine.nextWake(play.state);
        if (play.state.phase() == Phase.RUNNING || random.nextInt(3) == 0) {
          play.now += Math.min(random.nextLong(Play.seconds(3)), Math.max(0, wake - play.now));
          event();
        } else {
          play.now = Math.max(play.now, wake);
          check(play.on(new Event.Tick()));
        }
      }
      checkTheEnd();
    }

    private void build() {
      int stages = random.nextInt(6);
      for (int i = 0; i < stages; i++) {
        String stage = "s" + i;
        play.state = Registry.stage(play.state, stage);
        for (int before = 0; before < i; before++) {
          if (random.nextInt(3) == 0) {
            play.state = Registry.after(play.state, stage, "s" + before);
          }
        }
        if (random.nextInt(3) == 0) {
          play.within(stage, random.nextInt(20_000));
        }
        for (int t = random.nextInt(4); t > 0; t--) {
          addTask(stage, stage + "t" + t);
        }
      }
    }

    private void addTask(String stage, String task) {
      play.task(stage, task);
      tasks.add(task);
      if (random.nextBoolean()) {
        play.abortable(task);
      }
      if (random.nextInt(3) == 0) {
        play.taskWithin(task, random.nextInt(10_000));
      }
    }

    private void event() {
      boolean idle = play.state.phase() == Phase.RUNNING;
      int kind = random.nextInt(20);
      Event event =
          switch (kind) {
            case 0 -> new Event.SignalCame(Signal.TERM, sender(), play.now);
            case 1 ->
                new Event.SignalCame(
                    random.nextBoolean() ? Signal.INT : Signal.HUP, sender(), play.now);
            case 2 -> new Event.Asked(Trigger.CALL);
            case 3 -> new Event.Asked(Trigger.CLOSE);
            case 4 -> new Event.ExitBegan(random.nextBoolean() ? Trigger.EXIT : Trigger.MAIN_ENDED);
            case 5 -> random.nextInt(5) == 0 ? new Event.ForceAsked() : new Event.Tick();
            case 6, 7 -> new Event.Reported(random.nextInt(3));
            case 8, 9, 10, 11 -> new Event.TaskBegan(anyTask());
            case 12, 13 -> new Event.AbortEnded(anyAborted());
            default -> new Event.TaskEnded(anyTask(), random.nextInt(4) == 0);
          };
      check(play.on(event));
      if (idle && play.state.phase() != Phase.RUNNING) {
        began = play.now;
      }
    }

    private Sender sender() {
      return switch (random.nextInt(4)) {
        case 0 -> Sender.terminal();
        case 1 -> Sender.unknown();
        default -> Sender.process(1 + random.nextInt(2));
      };
    }

    /// A task that was started, as the shell would report it.
    private int anyTask() {
      List<String> begun = List.copyOf(started);
      return begun.isEmpty() ? -1 : play.id(begun.get(random.nextInt(begun.size())));
    }

    private int anyAborted() {
      List<String> begun = List.copyOf(aborted);
      return begun.isEmpty() ? -1 : play.id(begun.get(random.nextInt(begun.size())));
    }

    private void check(List<String> effects) {
      for (String effect : effects) {
        assertThat(over).as("after the end: %s", effect).isFalse();
        String[] words = effect.split(" ", -1);
        switch (words[0]) {
          case "StartTask" -> {
            assertThat(started.add(words[1])).as("%s runs once", words[1]).isTrue();
            checkOrder(words[1]);
          }
          case "StartElsewhere" -> assertThat(started).contains(words[1]);
          case "Interrupt" -> {
            assertThat(started).contains(words[1]);
            assertThat(interrupted.add(words[1])).as("interrupted once").isTrue();
          }
          case "Abort" -> {
            assertThat(started).contains(words[1]);
            assertThat(aborted.add(words[1])).as("aborted once").isTrue();
          }
          case "Halt", "Close" -> over = true;
          default -> {}
        }
      }
      assertThat(StopMachine.nextWake(play.state))
          .as("no tick that is due is left")
          .isGreaterThan(play.now);
    }

    /// A stage begins only when all tasks of all stages before it are over.
    private void checkOrder(String task) {
      for (String earlier : stage(task.substring(0, 2)).after) {
        assertThat(stage(earlier).tasks())
            .allMatch(each -> each.course().isOver(), "is over before " + task);
      }
    }

    private StageRun stage(String name) {
      return Objects.requireNonNull(play.state.stage(name));
    }

    private void checkTheEnd() {
      assertThat(play.now - began)
          .as("the total deadline")
          .isLessThanOrEqualTo(play.state.limits.total());
      for (String name : tasks) {
        TaskRun task = play.run(name);
        assertThat(task.course().isOver()).as("%s: %s", name, task.course()).isTrue();
        boolean begun = started.contains(name);
        assertThat(task.course() != Course.NOT_RUN).as(name).isEqualTo(begun);
        boolean leftUndone = task.course() == Course.LATE || task.course() == Course.FORCED;
        if (leftUndone) {
          assertThat(interrupted).contains(name);
        } else {
          assertThat(interrupted).doesNotContain(name);
        }
        assertThat(aborted.contains(name)).isEqualTo(leftUndone && task.abortable);
        if (task.course() == Course.FORCED) {
          assertThat(play.state.forced()).isTrue();
        }
      }
      assertThat(play.effects).filteredOn(each -> each.startsWith("Report")).hasSize(1);
      assertThat(play.effects).filteredOn(each -> each.startsWith("Exit")).hasSizeLessThan(2);
    }
  }
}
