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
import org.junit.jupiter.params.provider.ValueSource;

class DumbInitOptionsTest {
  private static Reading read(String... arguments) {
    return DumbInitOptions.read(List.of(arguments), Map.of());
  }

  private static RunPlan plan(String... arguments) {
    return ((Reading.Run) read(arguments)).plan();
  }

  private static Reading.Text text(String... arguments) {
    return (Reading.Text) read(arguments);
  }

  @Test
  void aSessionOfItsOwnIsUsual() {
    RunPlan plan = plan("program", "-c", "--", "-x");
    assertThat(plan.command()).containsExactly("program", "-c", "--", "-x");
    assertThat(plan.place()).isEqualTo(RunPlan.Place.SESSION);
    assertThat(plan.passing().toGroup()).isTrue();
    assertThat(plan.passing().rewrites().of(Signal.TSTP)).isEqualTo(Signal.STOP);
    assertThat(plan.passing().rewrites().of(Signal.TERM)).isEqualTo(Signal.TERM);
    assertThat(plan.ending().last()).isEqualTo(Signal.TERM);
    assertThat(plan.duties().leavesDirectory()).isTrue();
    assertThat(plan.duties().adopts()).isFalse();
  }

  @Test
  void aSingleChildHasNeither() {
    for (String option : new String[] {"-c", "--single-child", "--si"}) {
      RunPlan plan = plan(option, "program");
      assertThat(plan.place()).isEqualTo(RunPlan.Place.SAME);
      assertThat(plan.passing().toGroup()).isFalse();
      assertThat(plan.passing().rewrites().of(Signal.TSTP)).isEqualTo(Signal.TSTP);
    }
  }

  @Test
  void rewritesAreNumbers() {
    Rewrites rewrites =
        plan("-r15:3", "--rewrite=2:0", "--rew", " 21: 15", "-r", "1:31 and more", "program")
            .passing()
            .rewrites();
    assertThat(rewrites.of(Signal.TERM)).isEqualTo(Signal.QUIT);
    assertThat(rewrites.of(Signal.INT)).isNull();
    assertThat(rewrites.of(Signal.TTIN)).isEqualTo(Signal.TERM);
    assertThat(rewrites.of(Signal.HUP)).isEqualTo(Signal.SYS);
    assertThat(rewrites.of(Signal.TTOU)).isEqualTo(Signal.STOP);
  }

  @ParameterizedTest
  @DisplayName("DUMB-05 a pair that is none is refused in three lines")
  @ValueSource(
      strings = {"", "herp", "herp:derp", "15", "15::12", "15:derp", "0:1", "32:1", "1:32", "1:-1"})
  void otherPairsAreRefused(String pair) {
    assertThat(text("-r", pair, "program"))
        .returns(1, Reading.Text::status)
        .returns(true, Reading.Text::toError)
        .extracting(Reading.Text::text)
        .asString()
        .hasLineCount(3)
        .startsWith("Usage: -r option takes <signum>:<signum>");
  }

  @Test
  void messagesAreThoseOfTheCLibrary() {
    assertThat(text("--yolo", "x").text()).isEqualTo("dumb-init: unrecognized option '--yolo'\n");
    assertThat(text("-x").text()).isEqualTo("dumb-init: invalid option -- 'x'\n");
    assertThat(text("-r").text()).isEqualTo("dumb-init: option requires an argument -- 'r'\n");
    assertThat(text("--rew").text())
        .isEqualTo("dumb-init: option '--rewrite' requires an argument\n");
    assertThat(text("--help=3").text())
        .isEqualTo("dumb-init: option '--help' doesn't allow an argument\n");
    assertThat(text("--ver").text())
        .isEqualTo(
            "dumb-init: option '--ver' is ambiguous; possibilities: '--verbose' '--version'\n");
  }

  @Test
  void textsGoToStandardError() {
    for (String option : new String[] {"-h", "--help", "-V", "--version", "-Vh"}) {
      assertThat(text(option))
          .returns(0, Reading.Text::status)
          .returns(true, Reading.Text::toError)
          .extracting(Reading.Text::text)
          .asString()
          .startsWith("dumb-init v1.2.5");
    }
    assertThat(text()).returns(1, Reading.Text::status);
    assertThat(text().text()).hasLineCount(2);
    assertThat(text("-c", "--")).isEqualTo(text());
  }

  @Test
  void variablesAreLikeOptions() {
    Map<String, String> both = Map.of("DUMB_INIT_DEBUG", "1", "DUMB_INIT_SETSID", "0");
    Reading.Run run = (Reading.Run) DumbInitOptions.read(List.of("program"), both);
    assertThat(run.verbosity()).isEqualTo(1);
    assertThat(run.plan().place()).isEqualTo(RunPlan.Place.SAME);
    assertThat(run.notes())
        .containsExactly(
            "[dumb-init] Running in debug mode.", "[dumb-init] Not running in setsid mode.");
    Map<String, String> neither = Map.of("DUMB_INIT_DEBUG", "yes", "DUMB_INIT_SETSID", "1");
    run = (Reading.Run) DumbInitOptions.read(List.of("program"), neither);
    assertThat(run.verbosity()).isZero();
    assertThat(run.plan().place()).isEqualTo(RunPlan.Place.SESSION);
    assertThat(run.notes()).isEmpty();
  }

  @Test
  @Tag("fuzz")
  void anyCommandLineIsReadOrRefused() throws Exception {
    Fuzz.lists(
        List.of(
            "-c", "-r", "15:2", "--rewrite", "--rewrite=2:0", "--", "-v", "program", "--ver", ""),
        words -> {
          Reading reading = DumbInitOptions.read(words, Map.of());
          if (reading instanceof Reading.Text text) {
            assertThat(text.status()).isBetween(0, 1);
            assertThat(text.text()).endsWith("\n");
          } else if (reading instanceof Reading.Run run) {
            List<String> command = run.plan().command();
            assertThat(words.subList(words.size() - command.size(), words.size()))
                .isEqualTo(command);
          }
        });
  }
}
