package dev.signalman.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.testkit.ChildJvm;
import dev.signalman.testkit.Peer;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Work while a program drains.
class DrainTest {
  /// Works on request of the test; the tests read what it answers.
  static final class Server {
    private Server() {}

    public static void main(String[] args) throws Exception {
      Lifecycle life =
          Lifecycle.builder()
              .quiet()
              .listener(new Printer())
              .deadline(java.time.Duration.ofSeconds(30))
              .drainDelay(java.time.Duration.ofSeconds(Long.parseLong(args[0])))
              .open();
      InFlight requests = life.inFlight("requests").refuseInStages();
      InFlight jobs = life.inFlight("jobs");
      Stage drain = life.stage("drain");
      drain.add("requests", requests::drained);
      life.readiness().listen(state -> Subject.say("readiness " + state));
      life.ready();
      InFlight.Work work = requests.enter("GET /first");
      String line = Subject.line();
      while (!line.equals("end")) {
        Subject.say(answer(life, line.equals("job") ? jobs : requests, line));
        line = Subject.line();
      }
      work.close();
      life.await();
    }

    private static String answer(Lifecycle life, InFlight kind, String name) {
      try (InFlight.Work _ = kind.enter(name)) {
        return life.readiness().state() + ", " + kind.count() + " at work";
      } catch (java.util.concurrent.RejectedExecutionException e) {
        return String.valueOf(e.getMessage());
      }
    }
  }

  private static final class Printer implements StopListener {
    @Override
    public void ended(StopReport report) {
      Subject.say(report.toString());
    }
  }

  @Test
  @DisplayName("STOP-50: readiness changes first; during the drain delay work is accepted")
  void delay() throws Exception {
    try (ChildJvm child = ChildJvm.start(Server.class, "20")) {
      child.expect("readiness READY");
      Peer.kill("TERM", child.pid());
      child.expect("readiness DRAINING");
      child.send("GET /second");
      child.expect("DRAINING, 2 at work");
    }
  }

  @Test
  @DisplayName("STOP-51: the stages wait for work in flight; new work is refused if it says so")
  void inFlight() throws Exception {
    try (ChildJvm child = ChildJvm.start(Server.class, "0")) {
      child.expect("readiness READY");
      Peer.kill("TERM", child.pid());
      child.expect("readiness DRAINING");
      child.send("GET /second");
      String answer = child.line();
      while (!answer.startsWith("no new")) { // until the stages have begun
        child.send("GET /second");
        answer = child.line();
      }
      assertThat(answer)
          .isEqualTo(
              "no new requests: the program stops (GET /second); send it to another instance");
      child.send("job");
      child.expect("DRAINING, 1 at work");
      child.send("end");
      List<String> lines = Stopping.rest(child);
      assertThat(lines).anyMatch(line -> line.matches("stopped in .* by TERM .*: 1 task"));
      child.expectExit(0);
    }
  }
}
