package dev.signalman.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.testkit.Fuzz;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What [JavaChild] reads of this VM's own command.
@Tag("fuzz")
class CommandLineFuzzTest {
  private static final List<String> WORDS =
      List.of(
          "-Xmx64m",
          "-cp",
          "a.jar",
          "--add-opens",
          "java.base/java.lang=ALL-UNNAMED",
          "--add-modules=x",
          "-agentlib:jdwp=transport=dt_socket",
          "--source",
          "--disable-@files",
          "-Xlog:gc:file=x",
          "Main");

  @Test
  void wordsOfAnArgumentFileHoldNothingThatIsNotInIt() throws Exception {
    Fuzz.texts(
        List.of(
            "-cp a.jar # path\n-Dx=\"a b\"", "'single \\n quotes' \\ \"\\\n  go on\"", "\"open"),
        text -> {
          for (String word : ArgumentFile.words(text)) {
            assertThat(word.length()).isLessThanOrEqualTo(text.length());
          }
        });
  }

  /// Without argument files: there is one with any name on some machine.
  @Test
  void optionsStayInOrderAndDebuggersStayOut() throws Exception {
    Fuzz.lists(
        WORDS,
        words -> {
          List<String> arguments = words.stream().filter(word -> !word.startsWith("@")).toList();
          assertThat(VmOptions.parse(arguments))
              .allMatch(option -> option.startsWith("-"))
              .noneMatch(option -> option.startsWith("-agentlib:jdwp"))
              .doesNotContain("-cp", "--add-opens=null");
        });
  }
}
