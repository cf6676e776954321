package dev.signalman;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalman.process.ExitStatus;
import dev.signalman.process.ResourceUsage;
import dev.signalman.testkit.CProgram;
import dev.signalman.testkit.Peer;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Names and numbers of signals, against the C library and the shell.
class SignalTest {
  private static Map<String, Integer> numbersInC() throws Exception {
    return CProgram.compile(SignalTest.class, "/c/numbers.c")
        .run()
        .output()
        .lines()
        .map(line -> line.split(" ", 2))
        .collect(Collectors.toMap(words -> words[0], words -> Integer.valueOf(words[1])));
  }

  @Test
  @DisplayName("SIG-01: the signals are the numbers 1 to 64 without the two of the C library")
  void coverTheRange() {
    List<Integer> numbers = Stream.of(Signal.values()).map(Signal::number).toList();
    assertThat(numbers)
        .containsExactlyElementsOf(
            IntStream.rangeClosed(1, 64)
                .filter(number -> number != 32 && number != 33)
                .boxed()
                .toList());
    assertThat(Signal.values()).contains(Signal.INT, Signal.ALRM);
  }

  @Test
  @DisplayName("SIG-01: the shell lists the same standard signals in the same order")
  void agreeWithTheShell() throws Exception {
    // One name a number, 0 first in some shells; STKFLT has no name in all of them.
    for (Signal signal : Signal.values()) {
      if (!signal.isRealTime() && signal != Signal.STKFLT) {
        String name = Peer.sh("kill -l \"$1\"", Integer.toString(signal.number())).output().strip();
        assertThat(Signal.parse(name)).isEqualTo(signal);
      }
    }
  }

  @Test
  @DisplayName("SIG-03, SIG-04: every name and alias has the number that the C library gives it")
  void haveTheNumbersOfTheCLibrary() throws Exception {
    Map<String, Integer> numbers = numbersInC();
    for (Signal signal : Signal.values()) {
      assertThat(numbers).containsEntry(signal.name(), signal.number());
    }
    numbers.forEach((name, number) -> {
      assertThat(Signal.parse(name)).as(name).isEqualTo(Signal.of(number));
      assertThat(Signal.parse("SIG" + name)).as(name).isEqualTo(Signal.of(number));
    });
  }

  @Test
  @DisplayName("SIG-04: an alias is the same signal and is printed by its one name")
  void aliasesAreTheSame() {
    assertThat(List.of(Signal.IOT, Signal.CLD, Signal.POLL))
        .containsExactly(Signal.ABRT, Signal.CHLD, Signal.IO)
        .extracting(Signal::fullName)
        .containsExactly("SIGABRT", "SIGCHLD", "SIGIO");
    assertThat(SignalSet.of(Signal.IOT, Signal.ABRT, Signal.parse("iot"))).hasSize(1);
    assertThat(Signal.POLL.hashCode()).isEqualTo(Signal.IO.hashCode());
  }

  @Test
  @DisplayName("SIG-05: a signal is found by number and by name, with or without SIG, in any case")
  void namesGoRoundAndBack() {
    for (Signal signal : Signal.values()) {
      String number = Integer.toString(signal.number());
      assertThat(
              Stream.of(
                  signal.name(),
                  signal.fullName(),
                  signal.fullName().substring("SIG".length()),
                  signal.fullName().toLowerCase(Locale.ROOT),
                  " " + signal.name() + "\n",
                  number))
          .allSatisfy(text -> assertThat(Signal.parse(text)).isEqualTo(signal));
      assertThat(Signal.of(signal.number())).isEqualTo(signal);
    }
    assertThat(Signal.USR1.fullName()).isEqualTo("SIGUSR1");
    assertThat(Signal.RT0.fullName()).isEqualTo("SIGRTMIN");
    assertThat(Signal.RT6.fullName()).isEqualTo("SIGRTMIN+6");
  }

  @ParameterizedTest(name = "SIG-06: no signal is called <{0}>")
  @ValueSource(
      strings = {
        "",
        " ",
        "I",
        "SIG",
        "SIGabc",
        "abc",
        "SIGSIGTERM",
        "TERM2",
        "-15",
        "+15",
        "0x0f",
        "1e1",
        "RTMIN+31",
        "RTMIN-1",
        "RTMAX+1",
        "RTMAX-31",
        "RTMIN+",
        "RTMIN+x",
        "RTMIN+99999999999",
        "RT31",
        "RT-1",
        "99999999999999",
        "١٥"
      })
  void unknownNamesAreQuoted(String text) {
    assertThatThrownBy(() -> Signal.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("no such signal: \"" + text + "\"; write a name");
  }

  @ParameterizedTest(name = "SIG-06, DISP-10: no signal has the number {0}")
  @ValueSource(ints = {0, -1, 32, 33, 65, 128, Integer.MIN_VALUE, Integer.MAX_VALUE})
  void unknownNumbersAreNamed(int number) {
    assertThatThrownBy(() -> Signal.of(number))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageMatching(
            "no such signal: " + number + "(, which the C library keeps .*)?; write a name .*");
  }

  @ParameterizedTest(name = "SIG-06, DISP-10: no signal is written {0}")
  @ValueSource(strings = {"0", "32", "33", "65", "9999"})
  void unknownNumbersInTextAreNamed(String text) {
    assertThatThrownBy(() -> Signal.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("no such signal: " + text)
        .hasMessageEndingWith("or a number from 1 to 31 or 34 to 64");
  }

  @Test
  @DisplayName("SIG-15: every number has a name and a description, even if no signal has it")
  void everyNumberHasWords() {
    assertThat(Signal.description(15)).isEqualTo("Terminated");
    assertThat(Signal.description(37)).isEqualTo("Real-time signal 3");
    assertThat(Signal.description(32)).isEqualTo("Kept by the C library for its threads");
    assertThat(Signal.fullName(37)).isEqualTo("SIGRTMIN+3");
    assertThat(Signal.fullName(33)).isEqualTo("SIG33");
    for (int number : new int[] {0, -1, 65, 127, Integer.MIN_VALUE, Integer.MAX_VALUE}) {
      assertThat(Signal.description(number)).isEqualTo("Unknown signal " + number);
      assertThat(Signal.fullName(number)).isEqualTo("SIG" + number);
    }
    for (Signal signal : Signal.values()) {
      assertThat(Signal.description(signal.number())).isEqualTo(signal.description());
      assertThat(Signal.fullName(signal.number())).isEqualTo(signal.fullName());
    }
  }

  @Test
  @DisplayName("SIG-10: real-time signals count from the C library's SIGRTMIN up to its SIGRTMAX")
  void realTimeSignalsAreCountedByTheCLibrary() throws Exception {
    Map<String, Integer> numbers = numbersInC();
    int min = Objects.requireNonNull(numbers.get("RTMIN"));
    int max = Objects.requireNonNull(numbers.get("RTMAX"));
    assertThat(min).isGreaterThan(32);
    assertThat(Signal.RT0.number()).isEqualTo(min);
    assertThat(Signal.parse("RTMAX").number()).isEqualTo(max);
    for (int i = 0; i <= max - min; i++) {
      assertThat(Signal.parse("RTMIN+" + i).number()).isEqualTo(min + i);
      assertThat(Signal.parse("SIGRTMAX-" + i).number()).isEqualTo(max - i);
      assertThat(Signal.of(min + i).isRealTime()).isTrue();
    }
    assertThat(Signal.SYS.isRealTime()).isFalse();
  }

  @Test
  @DisplayName("SIG-14: a death by a signal is reported with description, name and number")
  void deathIsToldInWords() {
    ResourceUsage nothing = new ResourceUsage(Duration.ZERO, Duration.ZERO, 0);
    assertThat(new ExitStatus.Killed(15, false, nothing))
        .hasToString("killed by signal SIGTERM (15)");
    assertThat(new ExitStatus.Killed(11, true, nothing).toString())
        .contains("signal", "SIGSEGV", "11", "core");
    assertThat(new ExitStatus.Killed(65, false, nothing))
        .hasToString("killed by signal SIG65 (65)");
    for (int number = 0; number <= 127; number++) {
      assertThat(new ExitStatus.Killed(number, false, nothing).toString())
          .contains("signal", Integer.toString(number));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u017fIGTERM", "\u0131nt", "\u0661\u0665", "TERM\u2003"})
  void lettersOfOtherScriptsAreNoneOfASignal(String text) {
    assertThatThrownBy(() -> Signal.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(text);
  }
}
