package dev.signalman.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.signalman.testkit.ChildJvm;
import dev.signalman.testkit.Peer;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProcessOneTest {
  private static final String[] NAMESPACE = {
    "unshare", "--fork", "--pid", "--mount-proc", "--kill-child"
  };

  private static ChildJvm start(String... command) throws Exception {
    assumeTrue(
        Peer.run("unshare", "--fork", "--pid", "--mount-proc", "true").status() == 0,
        "skipped: needs the right to make a pid namespace");
    return Example.named("ProcessOne").args(command).prefix(NAMESPACE).start();
  }

  private static long inside(ChildJvm unshare) {
    return unshare.process().children().findFirst().map(ProcessHandle::pid).orElseThrow();
  }

  private static String report(ChildJvm program) throws Exception {
    return program.errors().stream()
        .filter(line -> line.contains("stopped in"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void passesTheStopOnAndWaitsForOrphans() throws Exception {
    String worker = "sleep 600 & trap 'echo got; kill $!; exit' TERM; (exit 3 &); echo on; wait";
    try (ChildJvm unshare = start("sh", "-c", worker)) {
      List<String> lines = List.of(unshare.line(), unshare.line()); // in either order
      assertThat(lines).contains("on").anyMatch(line -> line.startsWith("worker "));
      Peer.kill("TERM", inside(unshare));
      unshare.expect("got");
      unshare.expectExit(0);
      assertThat(report(unshare)).contains(": 1 task; as process 1: orphans waited for: ");
    }
  }

  @Test
  void endsWithItsWorker() throws Exception {
    try (ChildJvm unshare = start("true")) {
      unshare.expectExit(0);
      assertThat(report(unshare)).contains("the worker is done");
    }
    try (ChildJvm unshare = start("false")) {
      unshare.expectExit(1);
      assertThat(report(unshare)).contains("exited with code 1");
    }
  }
}
