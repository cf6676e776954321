package dev.signalman.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.signal.Signals;
import dev.signalman.testkit.ChildJvm;
import dev.signalman.testkit.ChildProgram;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class GetSignalTest {
  private static final String FORMAT = "SIG\\S+ +\\([ \\d]\\d\\): .+";

  @Test
  @DisplayName("DISP-05 every signal that exists has a line, the two of the C library have none")
  void everySignalHasALine() throws Exception {
    List<String> lines = linesOf(Example.named("GetSignal"));
    assertThat(lines).allMatch(line -> line.matches(FORMAT));
    assertThat(lines.stream().map(GetSignalTest::number))
        .containsExactlyElementsOf(
            IntStream.rangeClosed(1, 64).filter(n -> n != 32 && n != 33).boxed().toList());
  }

  @Test
  @DisplayName("DISP-05 default, the VM's handler and this program's handler are told apart")
  void tellsDefaultFromHandled() throws Exception {
    List<String> lines = linesOf(Example.named("GetSignal"));
    assertThat(lines)
        .contains("SIGUSR1    (10): default", "SIGKILL    ( 9): default")
        .anyMatch(line -> line.startsWith("SIGHUP     ( 1): the VM's handler (shutdown hooks)"));
    assertThat(numbers(lines, "this program: ")).containsExactly(14);
    assertThat(numbers(lines, "the VM's handler ("))
        .containsExactlyInAnyOrder(1, 2, 3, 4, 7, 8, 11, 12, 13, 15, 25);
    assertThat(numbers(lines, "ignored")).isEmpty();
  }

  @Test
  void tellsWhatWasIgnoredAtStart() throws Exception {
    List<String> lines =
        linesOf(
            Example.named("GetSignal")
                .prefix("sh", "-c", "trap '' HUP USR1 ALRM; exec \"$@\"", "sh"));
    assertThat(numbers(lines, "ignored")).containsExactlyInAnyOrder(1, 10);
    assertThat(numbers(lines, "this program: ")).containsExactly(14);
  }

  @Test
  void tellsThatTheVmLeavesSignalsAlone() throws Exception {
    List<String> lines = linesOf(Example.named("GetSignal").vm("-Xrs"));
    assertThat(lines)
        .contains(
            "SIGHUP     ( 1): default",
            "SIGINT     ( 2): default",
            "SIGQUIT    ( 3): default",
            "SIGTERM    (15): default");
  }

  @Test
  void javaRunsTheSourceFileItself() throws Exception {
    String modules =
        String.join(
            File.pathSeparator,
            placeOf(Signals.class),
            placeOf(Class.forName("dev.signalman.posix.SignalH")));
    try (ChildProgram program =
        ChildProgram.start(
            ChildJvm.java(),
            "--module-path=" + modules,
            "--add-modules=dev.signalman",
            "--enable-native-access=dev.signalman.posix",
            "src/main/java/GetSignal.java")) {
      program.expectExit(0);
      assertThat(program.remainingLines()).hasSize(62).contains("SIGUSR1    (10): default");
      assertThat(program.errors()).isEmpty();
    }
  }

  private static String placeOf(Class<?> type) throws Exception {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
  }

  private static List<String> linesOf(ChildJvm.Builder builder) throws Exception {
    try (ChildJvm program = builder.start()) {
      program.expectExit(0);
      return program.remainingLines();
    }
  }

  private static Set<Integer> numbers(List<String> lines, String action) {
    return lines.stream()
        .filter(line -> line.substring(line.indexOf("): ") + 3).startsWith(action))
        .map(GetSignalTest::number)
        .collect(Collectors.toSet());
  }

  private static int number(String line) {
    return Integer.parseInt(line.substring(line.indexOf('(') + 1, line.indexOf(')')).strip());
  }
}
