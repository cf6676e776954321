package dev.signalman.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.cli.Launcher;
import dev.signalman.testkit.Peer;
import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Where the output goes: nowhere, to a full disk, to a terminal.
class OutputIT {
  @TempDir Path temp;

  /// Runs a command with a pipe as standard output that nobody reads.
  private static final String INTO_CLOSED_PIPE =
      """
      pipe=$(mktemp -u) && mkfifo "$pipe" && exec 3<>"$pipe" 4>"$pipe" 3<&- && rm "$pipe"
      exec "$@" >&4
      """;

  private static final List<String> CLOSED = List.of("sh", "-c", INTO_CLOSED_PIPE, "sh");
  private static final List<String> FULL = List.of("sh", "-c", "exec \"$@\" >/dev/full", "sh");

  /// What a shell shows of a program that SIGPIPE has ended.
  private static final int BY_PIPE = 128 + 13;

  @Test
  void aReaderThatIsGoneEndsItQuietly() throws Exception {
    String self = Long.toString(ProcessHandle.current().pid());
    for (String command :
        List.of(
            "list",
            "list --json",
            "inspect " + self,
            "inspect --threads " + self + " " + self,
            "send --json 0 " + self,
            "watch",
            "completion bash",
            "--help",
            "exec --help")) {
      Launcher.Result result = Launcher.runThrough(CLOSED, command.split(" ", -1));
      assertThat(result.errors()).as(command).isEmpty();
      assertThat(result.status()).as(command).isEqualTo(BY_PIPE);
    }
  }

  @Test
  void watchEndsQuietlyWhenItsReaderGoes() throws Exception {
    Process watch = new ProcessBuilder(Launcher.PATH, "watch", "USR1").start();
    try (BufferedReader out = watch.inputReader()) {
      assertThat(out.readLine()).startsWith("watching " + watch.pid());
    }
    Peer.kill("USR1", watch.pid());
    assertThat(watch.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(watch.exitValue()).isEqualTo(BY_PIPE);
    assertThat(watch.errorReader().lines()).isEmpty();
  }

  /// A pipe in non-blocking mode that is full before the command begins, and read only when the
  /// command has to wait.
  @Test
  @DisplayName("CMD-09 output waits while its pipe is full")
  void aFullPipeInNonBlockingModeIsNoEnd() throws Exception {
    String script =
        """
        import glob, json, os, subprocess, sys, time
        def run(waits, stream, *command):
            reading, writing = os.pipe()
            os.set_blocking(writing, False)
            before = 0
            try:
                while True:
                    before += os.write(writing, b"x")
            except BlockingIOError:
                pass
            process = subprocess.Popen([sys.argv[1], *command], **{stream: writing})
            os.close(writing)
            while process.poll() is None and not waits(process.pid):
                time.sleep(0.01)
            written = b""
            while part := os.read(reading, 65536):
                written += part
            return process.wait(), written[before:].decode()
        def has(what):
            return lambda pid: any(what in link(file) for file in glob.glob(f"/proc/{pid}/fd/*"))
        def link(file):
            try:
                return os.readlink(file)
            except OSError:
                return ""
        status, output = run(has("eventpoll"), "stdout", "list", "--json")
        print(status, len(json.loads(output)))
        ran = sys.argv[2]
        command = ["exec", "--json", "sh", "-c", "echo >$0; exit 3", ran]
        status, output = run(lambda _: os.path.exists(ran), "stderr", *command)
        print(status, [json.loads(line)["event"] for line in output.splitlines()])
        """;
    assertThat(Peer.python(script, Launcher.PATH, temp.resolve("ran").toString()).output())
        .isEqualTo("0 64\n3 ['started', 'ended']\n");
  }

  /// Without standard streams a file of the VM would get their numbers, and the output.
  @Test
  void closedStreamsAreAFailure() throws Exception {
    List<String> noOutput = List.of("sh", "-c", "exec \"$@\" >&-", "sh");
    List<String> nothing = List.of("sh", "-c", "exec \"$@\" <&- >&- 2>&-", "sh");
    for (String command : List.of("list", "inspect 1", "completion bash", "--version", "watch")) {
      String[] line = command.split(" ", -1);
      Launcher.Result result = Launcher.runThrough(noOutput, line);
      assertThat(result.errors())
          .as(command)
          .containsExactly("signalman: cannot write to standard output: Bad file descriptor");
      assertThat(result.status()).as(command).isEqualTo(1);
      assertThat(Launcher.runThrough(nothing, line).status()).as(command).isEqualTo(1);
    }
  }

  @Test
  void aFullDiskIsAFailureOfOneLine() throws Exception {
    Launcher.Result result = Launcher.runThrough(FULL, "list");
    assertThat(result.status()).isEqualTo(1);
    assertThat(result.errors())
        .singleElement()
        .asString()
        .startsWith("signalman: cannot write to standard output: ");
  }

  @Test
  void theStackTraceIsThereForThoseWhoAsk() throws Exception {
    Launcher.Result result =
        Launcher.runThrough(
            List.of("env", "SIGNALMAN_DEBUG=1", "sh", "-c", "exec \"$@\" >/dev/full", "sh"),
            "list");
    assertThat(result.status()).isEqualTo(1);
    assertThat(result.errors().get(0)).startsWith("signalman: cannot write");
    assertThat(result.errors()).anyMatch(line -> line.contains("at dev.signalman.cli"));
  }

  @Test
  void coloursAreForTerminals() throws Exception {
    assertThat(Launcher.run("list").out()).doesNotContain("\u001b");
    assertThat(onTerminal("'" + Launcher.PATH + "' list")).contains("\u001b[1m");
    assertThat(onTerminal("NO_COLOR=1 '" + Launcher.PATH + "' list")).doesNotContain("\u001b");
    assertThat(onTerminal("'" + Launcher.PATH + "' list | cat")).doesNotContain("\u001b");
  }

  @Test
  void onATerminalWatchSaysHowToEndIt() throws Exception {
    assertThat(onTerminal("'" + Launcher.PATH + "' watch --for 0")).contains("to end this: kill ");
    Launcher.Result elsewhere = Launcher.run("watch", "--for", "0");
    assertThat(elsewhere.errors()).containsExactly("received 0, dropped 0");
  }

  private static String onTerminal(String command) throws Exception {
    Peer script;
    try {
      script = Peer.run("env", "TERM=xterm", "script", "-qec", command, "/dev/null");
    } catch (java.io.IOException e) {
      throw new AssertionError("env is missing", e);
    }
    Assumptions.assumeTrue(script.status() != 127, "skipped: there is no script(1)");
    return new String(script.output().getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }
}
