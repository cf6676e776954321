package dev.signalman.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.testkit.ChildJvm;
import dev.signalman.testkit.Eventually;
import dev.signalman.testkit.Peer;
import dev.signalman.testkit.ProcFs;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SelfPipeServerTest {
  @Test
  void alarmSignalHasTheStatusLogged() throws Exception {
    try (ChildJvm server = start("3600000", "100")) {
      assertThat(status(server)).hasSize(1);
      assertThat(status(server)).hasSize(2);
      assertThat(status(server))
          .hasSize(2)
          .allSatisfy(pid ->
              assertThat(ProcessHandle.of(pid).orElseThrow().parent().orElseThrow().pid())
                  .isEqualTo(server.pid()));
      kill(server);
    }
  }

  @Test
  void termEndsItInOrderOnceTheWorkInHandIsDone() throws Exception {
    try (ChildJvm server = start("3600000", "1")) {
      status(server);
      Peer.kill("TERM", server.pid());
      server.expect("received SIGTERM");
      Peer.kill("TERM", server.pid());
      server.expectExit(0);
      assertThat(server.remainingLines())
          .isNotEmpty()
          .allMatch(line -> line.matches("\\d+ exited with code 0"));
    }
  }

  @Test
  @DisplayName("T2 QUIT ends it at once, with its children and without a thread dump")
  void quitKillsTheChildrenAndEndsItAtOnce() throws Exception {
    try (ChildJvm server = start("3600000", "100")) {
      status(server);
      List<Long> children = status(server);
      assertThat(children).hasSize(2);
      Peer.kill("QUIT", server.pid());
      server.expect("received SIGQUIT");
      server.expectExit(1);
      assertThat(server.remainingLines()).isEmpty();
      assertThat(server.errors()).isEmpty();
      for (long child : children) {
        Eventually.until("child " + child + " is dead", () -> ProcFs.hasEnded(child));
      }
    }
  }

  @Test
  @DisplayName("FD-03 signals that are pending together come out one at a time")
  void signalsComeOutOneAtATime() throws Exception {
    try (ChildJvm server = start("3600000", "0.1")) {
      status(server);
      Peer.kill("STOP", server.pid());
      Eventually.until("it stops", () -> ProcFs.process(server.pid()).state() == 'T');
      Peer.kill("TERM", server.pid());
      Peer.kill("ALRM", server.pid());
      Peer.kill("CONT", server.pid());
      assertThat(server.line()).startsWith("at work: ");
      server.expect("received SIGTERM");
      server.expectExit(0);
    }
  }

  @Test
  void workContinuesWhenNoSignalComes() throws Exception {
    try (ChildJvm server = start("10", "0.3")) {
      Set<Long> children = new HashSet<>();
      Eventually.until(
          "five pieces of work were begun",
          () -> {
            server.process().children().map(ProcessHandle::pid).forEach(children::add);
            return children.size() >= 5;
          });
      Peer.kill("TERM", server.pid());
      server.expectExit(0);
    }
  }

  private static ChildJvm start(String millis, String work) throws Exception {
    ChildJvm server =
        Example.named("SelfPipeServer").vm("-Dmillis=" + millis, "-Dwork=" + work).start();
    server.expect("serving as " + server.pid());
    return server;
  }

  private static List<Long> status(ChildJvm server) throws Exception {
    Peer.kill("ALRM", server.pid());
    String line = server.line();
    assertThat(line).startsWith("at work: ");
    return Example.pids(line);
  }

  /// Its children would outlive it otherwise.
  private static void kill(ChildJvm server) throws Exception {
    Peer.kill("QUIT", server.pid());
    server.expectExit(1);
  }
}
