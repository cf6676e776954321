package dev.signalman.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalman.Signal;
import dev.signalman.loop.EventLoop;
import dev.signalman.loop.StopProgress;
import dev.signalman.testkit.ChildProgram;
import dev.signalman.testkit.Eventually;
import dev.signalman.testkit.ProcFs;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Plans carried out against real processes, in both forms.
class StopTest {
  private static final Duration LONG = Duration.ofMinutes(5);
  private static final Duration SHORT = Duration.ofMillis(50);
  private static final String DEAF = "trap '' TERM; echo ready; while :; do sleep 0.05; done";

  /// The form in which a plan is carried out.
  enum Form {
    BLOCKING {
      @Override
      Stopping stop(Target target, StopPlan plan, List<Signal> sent) throws Exception {
        return target.stop(plan);
      }
    },
    LOOP {
      @Override
      Stopping stop(Target target, StopPlan plan, List<Signal> sent) throws Exception {
        List<Stopping> ends = new ArrayList<>();
        try (EventLoop loop = EventLoop.open()) {
          StopProgress progress =
              new StopProgress() {
                @Override
                public void over(Stopping end) {
                  ends.add(end);
                  loop.stop();
                }

                @Override
                public void sent(Signal signal) {
                  sent.add(signal);
                }
              };
          loop.stop(target, plan, progress);
          loop.run();
        }
        assertThat(ends).hasSize(1);
        return ends.getFirst();
      }
    };

    abstract Stopping stop(Target target, StopPlan plan, List<Signal> sent) throws Exception;
  }

  private static Child ready(Spawn spawn) throws IOException {
    Child child = spawn.stdout(Stdio.pipe()).start();
    BufferedReader out =
        new BufferedReader(new InputStreamReader(child.stdout(), StandardCharsets.UTF_8));
    assertThat(out.readLine()).isEqualTo("ready");
    return child;
  }

  private static Spawn sh(String script) {
    return Spawn.of("sh", "-c", script);
  }

  /// The number of times that KILL is told of, if a plan is hurried before it begins.
  private static int killsOf(EventLoop loop, StopPlan plan) throws Exception {
    Child deaf = ready(sh(DEAF));
    List<Signal> sent = new ArrayList<>();
    StopProgress progress =
        new StopProgress() {
          @Override
          public void over(Stopping end) {
            loop.stop();
          }

          @Override
          public void sent(Signal signal) {
            sent.add(signal);
          }
        };
    loop.stop(deaf, plan, progress).hurry();
    loop.run();
    deaf.waitFor();
    deaf.close();
    return (int) sent.stream().filter(Signal.KILL::equals).count();
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("END-01 a child that obeys ends by TERM, long before KILL is due")
  void aChildThatObeys(Form form) throws Exception {
    Child child = Spawn.of("sleep", "600").start();
    List<Signal> sent = new ArrayList<>();
    Stopping end = form.stop(child, StopPlan.within(LONG), sent);
    assertThat(end.state()).isEqualTo(Stopping.State.ENDED);
    assertThat(end.isForced()).isFalse();
    assertThat(child.waitFor()).hasToString("killed by signal SIGTERM (15)");
    assertThat(sent).isEqualTo(form == Form.LOOP ? List.of(Signal.TERM) : List.of());
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("END-02 a child that ignores TERM is killed, and the group with it")
  void aGroupThatIsDeaf(Form form) throws Exception {
    Child child = ready(sh("(" + DEAF.replace("echo ready; ", "") + ") & " + DEAF).newGroup());
    List<Signal> sent = new ArrayList<>();
    Stopping end = form.stop(child.group(), StopPlan.within(SHORT), sent);
    assertThat(end.state()).isEqualTo(Stopping.State.ENDED);
    assertThat(end.isForced()).isTrue();
    assertThat(child.waitFor()).hasToString("killed by signal SIGKILL (9)");
    assertThat(GroupMembers.anyRuns(child.pid())).isFalse();
    assertThat(sent).isEqualTo(form == Form.LOOP ? List.of(Signal.TERM, Signal.KILL) : List.of());
    child.close();
    child.group().close();
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("END-03 a group is over when its last process has ended, not its first")
  void aGroupThatOutlivesItsFirst(Form form) throws Exception {
    String slow =
        "(trap 'sleep 0.3; exit 0' TERM; echo ready; while :; do sleep 0.02; done) & wait";
    Child child = ready(sh(slow).newGroup());
    Stopping end = form.stop(child.group(), StopPlan.within(LONG), new ArrayList<>());
    assertThat(GroupMembers.anyRuns(child.pid())).isFalse();
    assertThat(end.isForced()).isFalse();
    child.close();
    child.group().close();
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("END-04 a stopped child takes TERM, because CONT follows")
  void aStoppedChild(Form form) throws Exception {
    Child child = Spawn.of("sleep", "600").start();
    child.send(Signal.STOP);
    Eventually.until("it is stopped", () -> ProcFs.process(child.pid()).state() == 'T');
    Stopping end = form.stop(child, StopPlan.within(LONG), new ArrayList<>());
    assertThat(end.isForced()).isFalse();
    assertThat(child.waitFor()).hasToString("killed by signal SIGTERM (15)");
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("END-05 another process is stopped, even if its parent does not wait for it")
  void anotherProcess(Form form) throws Exception {
    try (ChildProgram parent =
        ChildProgram.start("sh", "-c", "sleep 60 & echo $!; exec sleep 60")) {
      long pid = Long.parseLong(parent.line());
      Eventually.until(
          "nobody waits for it",
          () -> parent.process().info().command().orElse("").endsWith("/sleep"));
      try (OtherProcess process = OtherProcess.of(pid)) {
        Stopping end = form.stop(process, StopPlan.within(LONG), new ArrayList<>());
        assertThat(end.state()).isEqualTo(Stopping.State.ENDED);
        assertThat(ProcFs.process(pid).state()).isEqualTo('Z');
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("END-06 a plan without KILL leaves a child that does not end")
  void withoutKill(Form form) throws Exception {
    Child child = ready(sh(DEAF));
    Stopping end = form.stop(child, StopPlan.within(SHORT).withoutKill(), new ArrayList<>());
    assertThat(end.state()).isEqualTo(Stopping.State.LEFT);
    assertThat(child.isAlive()).isTrue();
    child.send(Signal.KILL);
    child.waitFor();
    child.close();
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("END-07 stopping a child that has ended sends nothing")
  void aChildThatHasEnded(Form form) throws Exception {
    Child child = Spawn.of("true").start();
    child.waitFor();
    Stopping end = form.stop(child, StopPlan.within(LONG), new ArrayList<>());
    assertThat(end.state()).isEqualTo(Stopping.State.ENDED);
    assertThat(end.isForced()).isFalse();
  }

  @Test
  @DisplayName("END-08 run waits for the child, and gives the result of the work")
  void runWaits() throws Exception {
    Child[] seen = new Child[1];
    int result =
        Spawn.of("sleep", "0.1")
            .run(child -> {
              seen[0] = child;
              return 5;
            });
    assertThat(result).isEqualTo(5);
    assertThat(seen[0].isAlive()).isFalse();
  }

  @Test
  @DisplayName("END-09 a child and its group end when the work throws")
  void runThrows() throws Exception {
    Child[] seen = new Child[1];
    assertThatThrownBy(() ->
            sh("sleep 600 & echo ready; sleep 600")
                .newGroup()
                .stdout(Stdio.pipe())
                .run(child -> {
                  seen[0] = child;
                  child.stdout().read();
                  throw new IllegalStateException("the work failed");
                }))
        .hasMessage("the work failed")
        .hasNoSuppressedExceptions();
    assertThat(seen[0].isAlive()).isFalse();
    assertThat(GroupMembers.anyRuns(seen[0].pid())).isFalse();
  }

  @Test
  @DisplayName("END-10 an interrupt ends the child before run throws")
  void runIsInterrupted() throws Exception {
    Child[] seen = new Child[1];
    assertThatThrownBy(() ->
            Spawn.of("sleep", "600")
                .run(child -> {
                  seen[0] = child;
                  Thread.currentThread().interrupt();
                  return 0;
                }))
        .isInstanceOf(InterruptedException.class);
    assertThat(seen[0].waitFor()).hasToString("killed by signal SIGTERM (15)");
  }

  @Test
  @DisplayName("END-11 a child that ignores TERM is killed when the work throws")
  void runKills() {
    Child[] seen = new Child[1];
    assertThatThrownBy(() ->
            sh(DEAF)
                .stdout(Stdio.pipe())
                .stopBy(StopPlan.within(SHORT))
                .run(child -> {
                  seen[0] = child;
                  child.stdout().read();
                  throw new IOException("the work failed");
                }))
        .hasMessage("the work failed");
    assertThat(seen[0].isAlive()).isFalse();
  }

  @Test
  @DisplayName("END-12 capture gives all output and the status")
  void captures() throws Exception {
    Captured captured =
        sh("seq 1 50000; echo; echo error >&2; exit 3").stderr(Stdio.merged()).capture(1_000_000);
    assertThat(captured.status()).hasToString("exited with code 3");
    assertThat(captured.text()).startsWith("1\n2\n").endsWith("50000\n\nerror\n");
    assertThat(captured.output()).hasSize(captured.text().length());
  }

  @Test
  @DisplayName("END-13 output above the limit stops the child; output of just the limit does not")
  void capturesUpToALimit() throws Exception {
    assertThat(sh("printf 12345").capture(5).text()).isEqualTo("12345");
    assertThatThrownBy(() -> sh("printf 123456; exec sleep 600").capture(5))
        .isInstanceOf(OutputLimitException.class)
        .hasMessageContaining("more than 5 bytes");
    assertThatThrownBy(() -> sh("yes").capture(100_000)).isInstanceOf(OutputLimitException.class);
  }

  @Test
  @DisplayName("END-14 a grandchild that holds the pipe does not delay capture")
  void capturesUntilTheEnd() throws Exception {
    Captured captured = sh("sleep 60 & echo $!").capture(100);
    try (OtherProcess sleep = OtherProcess.of(Long.parseLong(captured.text().strip()))) {
      assertThat(sleep.send(Signal.KILL)).isTrue();
    }
  }

  @Test
  @DisplayName("END-15 capture refuses a standard input from a pipe that nobody would write to")
  void captureRefusesPipes() {
    assertThatThrownBy(() -> sh("cat").stdin(Stdio.pipe()).capture(1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("standard input");
  }

  @Test
  @DisplayName("END-16 a plan that is closed sends nothing more; hurry kills at once")
  void closeAndHurry() throws Exception {
    Child deaf = ready(sh(DEAF));
    try (EventLoop loop = EventLoop.open()) {
      loop.stop(deaf, StopPlan.within(SHORT), _ -> loop.stop()).close();
      loop.after(Duration.ofMillis(200), loop::stop);
      loop.run();
      assertThat(deaf.isAlive()).isTrue();
      var run = loop.stop(deaf, StopPlan.within(LONG), _ -> loop.stop());
      loop.execute(run::hurry);
      loop.run();
      assertThat(killsOf(loop, StopPlan.kill())).isEqualTo(1);
      assertThat(killsOf(loop, StopPlan.within(LONG))).isEqualTo(1);
    }
    assertThat(deaf.waitFor()).hasToString("killed by signal SIGKILL (9)");
    deaf.close();
  }

  @Test
  @DisplayName("END-18 an exception of a callback does not end the plan")
  void callbackThrows() throws Exception {
    Child deaf = ready(sh(DEAF));
    try (EventLoop loop = EventLoop.open()) {
      StopProgress progress =
          new StopProgress() {
            @Override
            public void over(Stopping end) {
              loop.stop();
            }

            @Override
            public void sent(Signal signal) {
              throw new IllegalStateException("expected in the output of this test: " + signal);
            }
          };
      loop.stop(deaf, StopPlan.within(SHORT), progress);
      loop.run();
    }
    assertThat(deaf.waitFor()).hasToString("killed by signal SIGKILL (9)");
    deaf.close();
  }

  @Test
  @DisplayName(
      "END-20 a second interrupt ends the wait of a plan without KILL, and nothing is killed")
  void runIsInterruptedTwice() throws Exception {
    Child[] seen = new Child[1];
    Spawn deaf = sh(DEAF).stdout(Stdio.pipe()).stopBy(StopPlan.within(LONG).withoutKill());
    Thread runner =
        Thread.ofPlatform()
            .start(() ->
                assertThatThrownBy(() ->
                        deaf.run(child -> {
                          seen[0] = child;
                          child.stdout().read();
                          throw new IOException("the work failed");
                        }))
                    .isNotNull());
    while (!runner.join(Duration.ofMillis(10))) {
      if (seen[0] != null) {
        runner.interrupt();
      }
    }
    assertThat(seen[0].isAlive()).isTrue();
    seen[0].send(Signal.KILL);
    seen[0].waitFor();
  }
}
