package dev.signalman.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.cli.Launcher;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// `signalman dumb-init` beside dumb-init: the same cases, and the same answers.
class DumbInitIT {
  private static final String DIRECTORY = "d17 directory";

  private static final InitCases OURS = new InitCases("dumb-init", Launcher.PATH, "dumb-init");
  private static final InitCases THEIRS = InitCases.ofOther("dumb-init");

  static Stream<Arguments> cases() {
    return Stream.of(
        Arguments.of("d1 no program", "1 2"),
        Arguments.of("d2 wrong option", "1 dumb-init: unrecognized option '--yolo'"),
        Arguments.of(
            "d3 texts",
            "[(0, '', 'dumb-init v1.2.5'), (0, '', 'dumb-init v1.2.5'), (0, '', 'dumb-init v1.2.5'),"
                + " (0, '', 'dumb-init v1.2.5')]"),
        Arguments.of(
            "d4 verbose",
            "0 oh, hi Child spawned with PID N. | Received signal 17. | A child with PID N exited"
                + " with exit status 0. | Forwarded signal 15 to children. | Child exited with"
                + " status 0. Goodbye."),
        Arguments.of(
            "d5 wrong rewrites",
            "1 3 Usage: -r option takes <signum>:<signum>, where <signum> is between 1 and 31. | 1"
                + " dumb-init: option requires an argument -- 'r'"),
        Arguments.of("d6 statuses", "[0, 1, 2, 32, 64, 127, 254, 255]"),
        Arguments.of("d7 ended by a signal", "[143, 129, 131, 137]"),
        Arguments.of("d8 every signal, session", "[] 137"),
        Arguments.of("d8 every signal, single", "[] 137"),
        Arguments.of("d9 rewriting, session", "[[2, 3, 18, 2], [2, 3, 18, 15], [31, 1]]"),
        Arguments.of("d9 rewriting, single", "[[2, 3, 18, 2], [2, 3, 18, 15], [31, 1]]"),
        Arguments.of("d10 dropping, session", "3 1"),
        Arguments.of("d10 dropping, single", "3 1"),
        Arguments.of("d11 session stops", "[18, 18, 18]"),
        Arguments.of("d12 single child stops", "[20, 18, 22, 18, 21, 18]"),
        Arguments.of("d13 rewritten and still stops", "[1, 18, 2, 18, 15, 18]"),
        Arguments.of("d14 whole session ends", "143 0"),
        Arguments.of("d14 single child ends", "143 4"),
        Arguments.of("d15 left behind in the session", "0 [15, 1, 2, 3]"),
        Arguments.of("d15 left behind by a single child", "0 [1, 2, 3]"),
        Arguments.of(
            "d16 no such program", "{'2 [dumb-init] /doesnotexist: No such file or directory'}"),
        Arguments.of(DIRECTORY, "/ /tmp "),
        Arguments.of("d18 terminal", "0 3 2 1 "),
        Arguments.of("d19 job control", "0 True"),
        Arguments.of("d19 job control of a single child", "0 True"),
        Arguments.of("d20 hand-over of the terminal", "129 True"),
        Arguments.of("d21 first process", "0 0"),
        Arguments.of("d22 nested", "(0, 'hi\\n', '')"));
  }

  @ParameterizedTest(name = "{0}")
  @DisplayName("DUMB-01 each case of dumb-init is answered as by dumb-init")
  @MethodSource("cases")
  void answersAsDumbInit(String name, String answer) throws Exception {
    assertThat(OURS.results()).containsEntry(name, answer);
  }

  @ParameterizedTest(name = "{0}")
  @DisplayName("DUMB-02 dumb-init itself gives these answers, with the listed differences")
  @MethodSource("cases")
  void dumbInitItselfAnswersSo(String name, String answer) throws Exception {
    if (name.equals(DIRECTORY)) {
      // It changes the directory when its child runs already, which may see it too early.
      assertThat(THEIRS.results().get(name)).contains("/tmp");
    } else {
      assertThat(THEIRS.results()).containsEntry(name, answer);
    }
  }

  @Test
  @DisplayName("DUMB-01 no case is left out")
  void allCasesAreAsked() throws Exception {
    assertThat(OURS.results().keySet())
        .containsAll(cases().map(each -> (String) each.get()[0]).toList());
    for (Map.Entry<String, String> result : OURS.results().entrySet()) {
      if (result.getKey().contains(", ")) { // with -v, too, in the robustness suite
        String plain = result.getKey().replace(" verbose", "");
        assertThat(result.getValue()).isEqualTo(OURS.results().get(plain));
      }
    }
  }

  @Test
  @DisplayName("DUMB-03 usage, version and errors are those of dumb-init, to the letter")
  void textsAreThoseOfDumbInit() throws Exception {
    Map<String, String> theirs =
        new InitCases("texts-dumb-init", OtherInit.path("dumb-init")).results();
    assertThat(new InitCases("texts-dumb-init", Launcher.PATH, "dumb-init").results())
        .containsExactlyEntriesOf(theirs);
  }
}
