package dev.signalman.cli.send;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalman.cli.Launcher;
import dev.signalman.cli.proc.ProcFolder;
import dev.signalman.testkit.CProgram;
import dev.signalman.testkit.ChildProgram;
import dev.signalman.testkit.Eventually;
import dev.signalman.testkit.Peer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/// `signalman send` to a C program that says what it got.
class SendIT {
  private static final int QUEUED = -1;
  private static final String NOBODY = "65534";

  private static ChildProgram receiver(int count) throws Exception {
    ChildProgram receiver =
        CProgram.compile(SendIT.class, "/c/receive.c").start(Integer.toString(count), "1");
    receiver.expect("ready " + receiver.pid());
    return receiver;
  }

  private static String pid(ChildProgram program) {
    return Integer.toString(program.pid());
  }

  private static Launcher.Result send(String... args) throws Exception {
    String[] all = new String[args.length + 1];
    all[0] = "send";
    System.arraycopy(args, 0, all, 1, args.length);
    return Launcher.run(all);
  }

  private static void assumeRoot() throws Exception {
    Assumptions.assumeTrue(
        Peer.sh("id -u").output().strip().equals("0"), "skipped: needs root to be somebody else");
  }

  @Test
  void sendsByNameAndNumber() throws Exception {
    try (ChildProgram receiver = receiver(3)) {
      for (String signal : List.of("TERM", "SIGTERM", "15")) {
        Launcher.Result result = send(signal, pid(receiver));
        assertThat(result.errors()).isEmpty();
        assertThat(result.out()).isEmpty();
        assertThat(result.status()).isZero();
        receiver.expect("%d: 15 0 %d %s 0".formatted(receiver.pid(), result.pid(), uid()));
      }
      receiver.expectExit(0);
    }
  }

  private static String uid() throws Exception {
    return Peer.sh("id -u").output().strip();
  }

  @Test
  void queuesAValueOf64Bits() throws Exception {
    long big = 0x1234_5678_9abc_def0L;
    try (ChildProgram receiver = receiver(3)) {
      for (long value : new long[] {42, -1, big}) {
        Launcher.Result result = send("RTMIN+6", pid(receiver), "--value", Long.toString(value));
        assertThat(result.errors()).isEmpty();
        assertThat(receiver.line())
            .startsWith("%d: 40 %d %d ".formatted(receiver.pid(), QUEUED, result.pid()))
            .endsWith(" " + value);
      }
    }
  }

  @Test
  void reachesEachProcessOfAGroup() throws Exception {
    try (ChildProgram group = CProgram.compile(SendIT.class, "/c/receive.c").start("1", "2")) {
      List<String> ready = new ArrayList<>();
      ready.add(group.line());
      ready.add(group.line());
      assertThat(send("USR1", "--group", pid(group)).status()).isZero();
      List<String> got = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        String line = group.line();
        assertThat(line).contains(": 10 0 ");
        got.add("ready " + line.substring(0, line.indexOf(':')));
      }
      assertThat(got).containsExactlyInAnyOrderElementsOf(ready);
      group.expectExit(0);
    }
  }

  @Test
  void sendsToTheOthersWhenOneIsGone() throws Exception {
    Peer gone = Peer.sh("exit 0");
    try (ChildProgram receiver = receiver(1)) {
      Launcher.Result result = send("USR1", Integer.toString(gone.pid()), pid(receiver));
      assertThat(result.status()).isEqualTo(1);
      assertThat(result.errors())
          .containsExactly("signalman: " + gone.pid() + ": no such process (ESRCH)");
      receiver.expectExit(0);
    }
  }

  @Test
  void jsonTellsOfEach() throws Exception {
    Peer gone = Peer.sh("exit 0");
    try (ChildProgram receiver = receiver(1)) {
      Launcher.Result result =
          send("--json", "--value=7", "RTMIN+6", Integer.toString(gone.pid()), pid(receiver));
      assertThat(result.lines()).hasSize(2);
      assertThat(Launcher.json(result.lines().get(0)))
          .isEqualTo(
              Launcher.json(
                  """
                  {"signal": "SIGRTMIN+6", "number": 40, "pid": %d, "group": false, "value": 7,
                   "sent": false, "error": "ESRCH"}
                  """
                      .formatted(gone.pid())));
      JsonNode sent = Launcher.json(result.lines().get(1));
      assertThat(sent.get("sent").booleanValue()).isTrue();
      assertThat(sent.get("error").isNull()).isTrue();
    }
  }

  @Test
  void signal0SendsNothing() throws Exception {
    Peer gone = Peer.sh("exit 0");
    try (ChildProgram receiver = receiver(1)) {
      assertThat(send("0", pid(receiver)).status()).isZero();
      assertThat(send("0", Integer.toString(gone.pid())).status()).isEqualTo(1);
      Launcher.Result fence = send("USR2", pid(receiver));
      assertThat(receiver.line()).contains(": 12 0 " + fence.pid() + " ");
    }
  }

  @Test
  void saysThatAProcessBelongsToSomebodyElse() throws Exception {
    assumeRoot();
    List<String> asNobody =
        List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups");
    Assumptions.assumeTrue(
        Files.isExecutable(Path.of("/usr/bin/setpriv"))
            && Launcher.runThrough(asNobody, "--version").status() == 0,
        "skipped: nobody cannot run the launcher here, or there is no setpriv");
    try (ChildProgram others = receiver(1);
        ChildProgram own =
            ChildProgram.start(
                "setpriv",
                "--reuid=" + NOBODY,
                "--regid=" + NOBODY,
                "--clear-groups",
                "sleep",
                "60")) {
      Eventually.until(
          "sleep runs", () -> ProcFolder.of(own.pid()).command().orElse("").equals("sleep"));
      Launcher.Result result = Launcher.runThrough(asNobody, "send", "INT", pid(others), pid(own));
      assertThat(result.errors())
          .containsExactly("signalman: " + others.pid() + ": operation not permitted (EPERM)");
      assertThat(result.status()).isEqualTo(1);
      own.expectExit(128 + 2);
    }
  }

  @Test
  void saysThatTheQueueIsFull() throws Exception {
    Assumptions.assumeTrue(
        Files.isExecutable(Path.of("/usr/bin/prlimit")), "skipped: there is no prlimit");
    try (ChildProgram sleep =
        ChildProgram.start(
            "prlimit", "--sigpending=0", "env", "--block-signal=40", "sleep", "60")) {
      Eventually.until(
          "sleep runs", () -> ProcFolder.of(sleep.pid()).command().orElse("").equals("sleep"));
      Launcher.Result result = send("--value=1", "RTMIN+6", pid(sleep));
      assertThat(result.errors())
          .singleElement()
          .asString()
          .startsWith("signalman: " + sleep.pid() + ": ")
          .endsWith(" (EAGAIN)");
      assertThat(result.status()).isEqualTo(1);
    }
  }
}
