package dev.signalman.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.Signal;
import dev.signalman.testkit.Fuzz;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TiniOptionsTest {
  private static Reading read(String... arguments) {
    return TiniOptions.read(List.of(arguments), Map.of(), 42);
  }

  private static Reading.Run run(String... arguments) {
    return (Reading.Run) read(arguments);
  }

  private static Reading.Text text(String... arguments) {
    return (Reading.Text) read(arguments);
  }

  @Test
  void nothingIsSetUnlessAskedFor() {
    Reading.Run run = run("program");
    assertThat(run.verbosity()).isEqualTo(1);
    assertThat(run.warnsOfOrphans()).isFalse();
    RunPlan plan = run.plan();
    assertThat(plan.command()).containsExactly("program");
    assertThat(plan.place()).isEqualTo(RunPlan.Place.GROUP);
    assertThat(plan.passing().toGroup()).isFalse();
    assertThat(plan.duties().adopts()).isFalse();
    assertThat(plan.duties().ownParentDeath()).isNull();
    assertThat(plan.ending().bySignal()).isFalse();
  }

  @Test
  void lettersMayStandTogetherAndBeRepeated() {
    Reading.Run run = run("-sgwvv", "-v", "-pSIGUSR1", "-e143", "-e", "7", "--", "program", "-v");
    assertThat(run.verbosity()).isEqualTo(4);
    assertThat(run.warnsOfOrphans()).isTrue();
    assertThat(run.plan().command()).containsExactly("program", "-v");
    assertThat(run.plan().passing().toGroup()).isTrue();
    assertThat(run.plan().duties().adopts()).isTrue();
    assertThat(run.plan().duties().ownParentDeath()).isEqualTo(Signal.USR1);
    assertThat(run.plan().ending().exits().of(143)).isZero();
    assertThat(run.plan().ending().exits().of(7)).isZero();
    assertThat(run.plan().ending().exits().of(8)).isEqualTo(8);
  }

  @Test
  @DisplayName("TINI-01 options are found anywhere before --, unless POSIXLY_CORRECT is set")
  void optionsMayFollowTheProgram() {
    assertThat(run("program", "-v", "x").plan().command()).containsExactly("program", "x");
    assertThat(run("program", "-v", "--", "-x").plan().command()).containsExactly("program", "-x");
    assertThat(text("sh", "-c", "exit 3").text()).startsWith("tini: invalid option -- 'c'\ntini (");
    Reading correct =
        TiniOptions.read(List.of("sh", "-c", "exit 3"), Map.of("POSIXLY_CORRECT", ""), 42);
    assertThat(((Reading.Run) correct).plan().command()).containsExactly("sh", "-c", "exit 3");
  }

  @Test
  void variablesCountAfterOptions() {
    Map<String, String> all =
        Map.of("TINI_SUBREAPER", "", "TINI_KILL_PROCESS_GROUP", "no", "TINI_VERBOSITY", " 3x");
    Reading.Run run = (Reading.Run) TiniOptions.read(List.of("-vvv", "program"), all, 42);
    assertThat(run.verbosity()).isEqualTo(3);
    assertThat(run.plan().duties().adopts()).isTrue();
    assertThat(run.plan().passing().toGroup()).isTrue();
    Map<String, String> none = Map.of("TINI_VERBOSITY", "much");
    run = (Reading.Run) TiniOptions.read(List.of("program"), none, 42);
    assertThat(run.verbosity()).isZero();
  }

  @Test
  void whatIsNotAStatusIsRefused() {
    for (String right : new String[] {"0", "255", " 3", "+3", "007", "", "-0"}) {
      assertThat(read("-e", right, "program")).isInstanceOf(Reading.Run.class);
    }
    for (String wrong : new String[] {"256", "-1", "3 ", "x", " ", "+", "99999999999999999999"}) {
      assertThat(text("-e", wrong, "program"))
          .isEqualTo(
              new Reading.Text(
                  "[FATAL tini (42)] Not a valid option for -e: " + wrong + "\n", true, 1));
    }
  }

  @ParameterizedTest
  @CsvSource({"TERM", "sigterm", "15", "SIGRTMIN", "SIGSTKFLT", "SIGIO", "SIGPWR", "''"})
  void onlySomeNamesAreSignals(String name) {
    assertThat(text("-p", name, "program").text())
        .isEqualTo("[FATAL tini (42)] Not a valid option for -p: " + name + "\n");
  }

  @Test
  void textsAreShownAndTheFirstWrongOptionCounts() {
    assertThat(text("--version").text()).startsWith("tini version 0.19.0").hasLineCount(1);
    assertThat(text("-h")).returns(false, Reading.Text::toError).returns(0, Reading.Text::status);
    assertThat(text("-hz")).returns(0, Reading.Text::status);
    assertThat(text("-zh")).returns(1, Reading.Text::status).returns(true, Reading.Text::toError);
    assertThat(text()).returns(1, Reading.Text::status).returns(true, Reading.Text::toError);
    assertThat(text("--")).isEqualTo(text());
    assertThat(text("-p").text()).startsWith("tini: option requires an argument -- 'p'\n");
    assertThat(text("--version", "x").text()).startsWith("tini: invalid option -- '-'\n");
    assertThat(text("-l")).returns(0, Reading.Text::status).returns(false, Reading.Text::toError);
  }

  @Test
  @Tag("fuzz")
  void anyCommandLineIsReadOrRefused() throws Exception {
    Fuzz.lists(
        List.of(
            "-s", "-e", "-p", "SIGTERM", "143", "--", "-vvv", "program", "-h", "-gw", "-e5", ""),
        words -> {
          Reading reading = TiniOptions.read(words, Map.of(), 42);
          if (reading instanceof Reading.Text text) {
            assertThat(text.status()).isBetween(0, 1);
            assertThat(text.text()).endsWith("\n");
          } else if (reading instanceof Reading.Run run) {
            assertThat(words).containsAll(run.plan().command());
          }
        });
  }
}
