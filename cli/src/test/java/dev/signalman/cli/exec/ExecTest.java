package dev.signalman.cli.exec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.Signal;
import dev.signalman.cli.Screen;
import dev.signalman.cli.program.EventLog;
import dev.signalman.cli.program.Program;
import dev.signalman.loop.EventLoop;
import dev.signalman.process.ExitStatus;
import dev.signalman.testkit.ChildJvm;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Statuses of `exec`, many in one VM.
class ExecTest {
  @Test
  void everyExitCodeIsTold() throws Exception {
    try (ChildJvm runs = ChildJvm.start(Codes.class)) {
      runs.expect("checked 256");
      runs.expectExit(0);
    }
  }

  @Test
  void everySignalThatEndsItIsTold() throws Exception {
    try (ChildJvm runs = ChildJvm.start(Deaths.class)) {
      runs.expect("checked " + Deaths.SIGNALS.size());
      runs.expectExit(0);
    }
  }

  @Test
  void anEndThatNobodyKnowsIsAFailureOfExec() {
    Exec.Outcome outcome =
        new Exec.Outcome(new ExitStatus.Unknown("the status of it was taken"), false);
    assertThat(ExecCommand.status(outcome, true)).isEqualTo(125);
    Screen people = Screen.plain();
    ExecCommand.tell(new EventLog(people.terminal(), false), outcome, 125);
    assertThat(people.errors()).containsExactly("signalman: the status of it was taken");
    Screen programs = Screen.plain();
    ExecCommand.tell(new EventLog(programs.terminal(), true), outcome, 125);
    assertThat(programs.errors())
        .singleElement()
        .asString()
        .contains("\"code\": null, \"signal\": null, \"core\": null")
        .contains("\"reason\": \"the status of it was taken\", \"timedOut\": false");
  }

  static final class Codes {
    public static void main(String[] args) throws Exception {
      for (int code = 0; code < 256; code++) {
        check("exit " + code, code);
      }
      System.out.println("checked 256");
    }
  }

  static final class Deaths {
    static final List<Integer> SIGNALS =
        List.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 24, 25, 26, 27, 29, 30, 31);

    public static void main(String[] args) throws Exception {
      for (int number : SIGNALS) {
        check("ulimit -c 0; kill -" + number + " $$", 128 + number);
      }
      System.out.println("checked " + SIGNALS.size());
    }
  }

  private static void check(String script, int expected) throws Exception {
    Exec.Limits none = new Exec.Limits(null, Signal.TERM, null, false, null);
    EventLog log = new EventLog(Screen.plain().terminal(), false);
    try (EventLoop loop = EventLoop.open()) {
      Exec.Outcome outcome =
          new Exec(loop, none, log).run(new Program(List.of("sh", "-c", script)));
      if (outcome.status().shellStatus() != expected || outcome.timedOut()) {
        System.out.println(script + ": " + outcome);
      }
    }
  }
}
