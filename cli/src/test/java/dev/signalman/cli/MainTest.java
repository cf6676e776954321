package dev.signalman.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.signalman.cli.command.RawCommand;
import dev.signalman.cli.command.Subcommand;
import dev.signalman.cli.output.Output;
import dev.signalman.cli.output.Terminal;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {
  private final Screen screen = Screen.plain();

  private int run(String... args) {
    return Main.run(screen.terminal(), args);
  }

  // Where a pid is right, nobody has it: a defect must not signal a process of the machine.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "lst",
        "--bogus",
        "list --bogus",
        "list extra",
        "list --json=maybe",
        "inspect",
        "inspect abc",
        "inspect 0",
        "inspect 1 -5",
        "inspect @/proc/self/cmdline",
        "inspect 2147483648",
        "send",
        "send TERM",
        "send NOSUCH 2147483647",
        "send 65 2147483647",
        "send 33 2147483647",
        "send TERM 1x",
        "send TERM -1",
        "send TERM 0",
        "send TERM 4294967297",
        "send --value x RTMIN 2147483647",
        "send --value RTMIN 2147483647",
        "send --value 1 --group RTMIN 2147483647",
        "send --group TERM 1",
        "send --group 0 2147483647",
        "send --value 1 0 2147483647",
        "watch NOSUCH",
        "watch KILL",
        "watch SEGV",
        "watch RTMIN+28",
        "watch --count 0",
        "watch --count x",
        "watch --for 1x",
        "watch --for",
        "watch --for -1s",
        "stop",
        "stop 0",
        "stop -1",
        "stop 2147483647 4294967297",
        "stop 2147483647 1x",
        "stop --kill-after x 2147483647",
        "stop --bogus 2147483647",
        "every",
        "every 1s",
        "every 1s --",
        "every 1s true",
        "every 1s no-such-program -- x",
        "every 1 s -- true",
        "every 0 -- true",
        "every 1x -- true",
        "every 1s --count 0 -- true",
        "every 1s --overlap wait -- true",
        "every 1s --kill-after x -- true",
        "every 1s --grace 1s -- true",
        "every 1s --bogus -- true",
        "every -1s -- true",
        "every --bogus 1s -- true",
        "every 1s -1 -- true",
        "every 1s true -- --",
        "completion",
        "completion fish",
        "completion bash zsh"
      })
  void wrongUsageIsOneLineAndStatus2(String arguments) {
    int status = run(arguments.isEmpty() ? new String[0] : arguments.split(" "));
    assertThat(screen.errors()).hasSize(1).first().asString().startsWith("signalman: ");
    assertThat(screen.out()).isEmpty();
    assertThat(status).isEqualTo(2);
  }

  /// As with timeout(1): 1 and 2 are for the program that is run.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "exec",
        "exec --",
        "exec --bogus true",
        "exec -1",
        "exec -1 true",
        "exec --timeout 1 -1s -- true",
        "exec --timeout true",
        "exec --timeout -1 true",
        "exec --kill-after 1x true",
        "exec --signal NOSUCH --timeout 1 true",
        "exec --signal TERM true",
        "exec --group=maybe true",
        "exec --parent-death NOSUCH true",
        "run",
        "run -1 true",
        "run --bogus true",
        "run --rewrite TERM true",
        "run --rewrite TERM=NOSUCH true",
        "run --rewrite 0=TERM true",
        "run --rewrite =TERM true",
        "run --map-exit 1 true",
        "run --map-exit 256=0 true",
        "run --map-exit 1=-1 true",
        "run --map-exit =0 true",
        "run --kill-after 1x true",
        "run --log xml true",
        "run --parent-death NOSUCH true"
      })
  void wrongUsageOfARunnerIsStatus125(String arguments) {
    int status = run(arguments.split(" "));
    assertThat(screen.errors()).hasSize(1).first().asString().startsWith("signalman: ");
    assertThat(status).isEqualTo(125);
  }

  @Test
  void aMessageSaysWhatIsWrongAndWhereToLook() {
    run("send", "TERM", "4711x");
    run("lst");
    run("list", "--bogus");
    run("list", "extra");
    run("every", "-1s", "--", "true");
    run("every", "-x", "1s", "--", "true");
    run("every", "1s", "-x", "--", "true");
    run("every", "1s", "-1", "--", "true");
    run("exec", "-1", "true");
    run("exec", "-x");
    run("send", "-x");
    run("send", "-TERM", "4711");
    run("send", "0", "\u0663");
    run("send", "TERM");
    run();
    assertThat(screen.errors())
        .containsExactly(
            "signalman: \"4711x\" is not a process id: write a number from 1 to 2147483647"
                + " (signalman send --help)",
            "signalman: unknown command \"lst\" (signalman --help)",
            "signalman: unknown option \"--bogus\" (signalman list --help)",
            "signalman: unexpected argument \"extra\" (signalman list --help)",
            "signalman: \"-1s\" is not a duration: write 500ms, 2s, 1m30s, 1.5s or 2 for seconds"
                + " (signalman every --help)",
            "signalman: unknown option \"-x\" (signalman every --help)",
            "signalman: unknown option \"-x\" (signalman every --help)",
            "signalman: unknown option \"-1\" (signalman every --help)",
            "signalman: unknown option \"-1\" (signalman exec --help)",
            "signalman: unknown option \"-x\" (signalman exec --help)",
            "signalman: unknown option \"-x\" (signalman send --help)",
            "signalman: unknown option \"-TERM\" (signalman send --help)",
            "signalman: \"\u0663\" is not a process id: write a number from 1 to 2147483647"
                + " (signalman send --help)",
            "signalman: missing required parameter: 'PID' (signalman send --help)",
            "signalman: no command given: write one of list, inspect, send, stop, watch, exec, every, run,"
                + " tini, dumb-init, capabilities, completion"
                + " (signalman --help)");
  }

  @Test
  void lineFeedsInArgumentsMakeNoSecondLine() {
    assertThat(run("inspect", "4\n5\u001b[2J")).isEqualTo(2);
    assertThat(screen.errors()).hasSize(1).first().asString().doesNotContain("\u001b");
  }

  /// Those with the command line of another program show its help.
  static Stream<String> commands() {
    Stream<Subcommand> all =
        Commands.all(Screen.plain().terminal()).stream()
            .filter(command -> !(command instanceof RawCommand));
    return Stream.concat(Stream.of(""), all.map(command -> command.spec().name() + " "));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyCommandHasHelp(String command) {
    assertThat(run((command + "--help").split(" "))).isZero();
    assertThat(screen.lines()).first().asString().startsWith("Usage: signalman " + command);
    assertThat(screen.errors()).isEmpty();
  }

  @Test
  void helpIsColouredOnATerminalOnly() {
    run("list", "--help");
    assertThat(screen.out()).doesNotContain("\u001b");
    Screen coloured = Screen.coloured();
    Main.run(coloured.terminal(), "list", "--help");
    assertThat(coloured.out()).contains("\u001b");
  }

  @Test
  void tellsItsVersion() {
    assertThat(run("--version")).isZero();
    assertThat(screen.out()).matches("signalman \\S+\n");
  }

  @Test
  void listHasARowForEachNumber() {
    assertThat(run("list")).isZero();
    assertThat(screen.lines())
        .hasSize(65)
        .contains(
            "15  SIGTERM      terminate  jvm      yes      Terminated",
            "32  SIG32        terminate  libc     no       Kept by the C library for its threads",
            "40  SIGRTMIN+6   terminate  none     yes      Real-time signal 6",
            "62  SIGRTMIN+28  terminate  jdk-nio  no       Real-time signal 28");
  }

  @Test
  void listAsJsonIsAnArrayOfObjects() throws Exception {
    assertThat(run("list", "--json")).isZero();
    JsonNode array = new ObjectMapper().readTree(screen.out());
    assertThat(array.size()).isEqualTo(64);
    for (JsonNode signal : array) {
      List<String> keys = new ArrayList<>();
      signal.fieldNames().forEachRemaining(keys::add);
      assertThat(keys)
          .containsExactly("number", "name", "default", "description", "owner", "claim");
      assertThat(signal.get("owner").textValue()).isIn("kernel", "jvm", "libc", "jdk-nio", "none");
      assertThat(signal.get("claim").textValue()).isIn("yes", "guarded", "no");
      assertThat(signal.get("default").textValue())
          .isIn("terminate", "core", "stop", "continue", "ignore");
    }
    assertThat(array.get(2))
        .isEqualTo(
            new ObjectMapper()
                .readTree(
                    """
                    {"number": 3, "name": "SIGQUIT", "default": "core", "description": "Quit",
                     "owner": "jvm", "claim": "guarded"}
                    """));
  }

  @Test
  void inspectShowsTheOthersWhenOneIsGone() {
    String self = Long.toString(ProcessHandle.current().pid());
    assertThat(run("inspect", "2147483647", self)).isEqualTo(1);
    assertThat(screen.errors()).containsExactly("signalman: 2147483647: no such process (ESRCH)");
    assertThat(screen.lines()).first().asString().startsWith(self + " ");
  }

  @Test
  void sendTellsOfEachThatFailed() {
    assertThat(run("send", "0", "2147483647", Long.toString(ProcessHandle.current().pid())))
        .isEqualTo(1);
    assertThat(screen.errors()).containsExactly("signalman: 2147483647: no such process (ESRCH)");
  }

  @Test
  void aClosedOutputIsNoMessage() {
    PrintStream errors = screen.terminal().err();
    Terminal closed = new Terminal(new Output(new Broken(), () -> true), errors, false, false);
    assertThat(Main.run(closed, "list")).isEqualTo(141);
    assertThat(screen.errors()).isEmpty();
  }

  @Test
  void aFullDiskIsAMessage() {
    PrintStream errors = screen.terminal().err();
    Terminal full = new Terminal(new Output(new Broken(), () -> false), errors, false, false);
    assertThat(Main.run(full, "list")).isEqualTo(1);
    assertThat(screen.errors())
        .containsExactly("signalman: cannot write to standard output: it broke");
  }

  private static final class Broken extends OutputStream {
    @Override
    public void write(int octet) throws IOException {
      throw new IOException("it broke");
    }
  }
}
