package dev.signalman.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.cli.Launcher;
import java.io.BufferedReader;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// `signalman tini` beside tini: the same cases, and the same answers.
class TiniIT {
  /// The VM has a handler for SEGV, so that it cannot stay ignored.
  private static final Map<String, String> OTHER_ANSWERS_OF_TINI =
      Map.of("t15 ignored and blocked", "ignored INT SEGV TTOU, blocked ILL TERM TTIN");

  private static final InitCases OURS = new InitCases("tini", Launcher.PATH, "tini");
  private static final InitCases THEIRS = InitCases.ofOther("tini");

  static Stream<Arguments> cases() {
    return Stream.of(
        Arguments.of("t1 version", "0 1 "),
        Arguments.of("t2 no program", "1 tini (tini version 0.19.0)"),
        Arguments.of(
            "t3 help and a wrong option",
            "0 tini (tini version 0.19.0), 1 tini: invalid option -- 'z'"),
        Arguments.of("t4 expected statuses become 0", "{0}"),
        Arguments.of("t5 others stay", "[]"),
        Arguments.of(
            "t6 no such program",
            "127 [FATAL tini (PID)] exec foobar123 failed: No such file or directory"),
        Arguments.of(
            "t7 not a program", "126 [FATAL tini (PID)] exec /etc failed: Permission denied"),
        Arguments.of("t8 input", "(5, '42\\n')"),
        Arguments.of("t9 orphans", "0 warned=False told=0"),
        Arguments.of("t10 orphans by variable", "0 warned=False told=0"),
        Arguments.of("t10 orphans by inheritance", "0 warned=False told=0"),
        Arguments.of("t11 orphans told", "0 warned=False told=30"),
        Arguments.of("t12 no orphans", "0 warned=True"),
        Arguments.of("t13 ended by signals", "[143, 138, 140]"),
        Arguments.of("t14 group by option", "0 False"),
        Arguments.of("t14 group by variable", "0 False"),
        Arguments.of("t14 not the group", "143 True"),
        Arguments.of("t15 ignored and blocked", "ignored INT TTOU, blocked ILL TERM TTIN"),
        Arguments.of("t16 parent's death", "ready got 137"),
        Arguments.of("t17 shell on a terminal", "0 False"),
        Arguments.of("t18 control-C", "130"),
        Arguments.of("t19 first process, orphans", "0 warned=False told=0"),
        Arguments.of("t19 first process, signal", "143"),
        Arguments.of(
            "t19 first process, failure",
            "127 [FATAL tini (PID)] exec foobar123 failed: No such file or directory"));
  }

  @ParameterizedTest(name = "{0}")
  @DisplayName("TINI-02 each case of tini is answered as by tini")
  @MethodSource("cases")
  void answersAsTini(String name, String answer) throws Exception {
    assertThat(OURS.results()).containsEntry(name, answer);
  }

  @ParameterizedTest(name = "{0}")
  @DisplayName("TINI-03 tini itself gives these answers, with the listed differences")
  @MethodSource("cases")
  void tiniItselfAnswersSo(String name, String answer) throws Exception {
    assertThat(THEIRS.results())
        .containsEntry(name, OTHER_ANSWERS_OF_TINI.getOrDefault(name, answer));
  }

  @Test
  @DisplayName("TINI-02 no case is left out")
  void allCasesAreAsked() throws Exception {
    assertThat(OURS.results().keySet())
        .containsExactlyInAnyOrderElementsOf(cases().map(each -> (String) each.get()[0]).toList());
  }

  /// It takes far longer to start than tini. The program prints something unless it gets the
  /// signal.
  @Test
  @DisplayName("TINI-05 the signal comes also if the parent ended before ours was ready")
  void parentEndedDuringTheStart() throws Exception {
    String script =
        """
        "$0" tini -s -p SIGUSR1 -- sh -c '
          sleep 60 >/dev/null 2>&1 & trap "kill $!; exit" USR1; wait; echo slept' &
        until case $(readlink /proc/$!/exe) in */java) ;; *) false ;; esac; do :; done
        """;
    Process parent =
        new ProcessBuilder("sh", "-c", script, Launcher.PATH)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader output = parent.inputReader()) {
      assertThat(output.lines().toList()).isEmpty();
    }
    assertThat(parent.waitFor()).isZero();
  }

  @Test
  @DisplayName("TINI-04 usage, version, warnings and errors are those of tini, to the letter")
  void textsAreThoseOfTini() throws Exception {
    Map<String, String> theirs = new InitCases("texts-tini", OtherInit.path("tini")).results();
    assertThat(new InitCases("texts-tini", Launcher.PATH, "tini").results())
        .containsExactlyEntriesOf(theirs);
  }
}
