package dev.signalman.cli.completion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.cli.Launcher;
import dev.signalman.testkit.Peer;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/// The script of `signalman completion` in a real shell.
class CompletionIT {
  private static final String COMPLETE =
      """
      eval "$("$0" completion bash)"
      COMP_WORDS=("$@")
      COMP_CWORD=$(($# - 1))
      _complete_signalman
      printf '%s\\n' "${COMPREPLY[@]}"
      """;

  private static List<String> complete(String... words) throws Exception {
    Assumptions.assumeTrue(
        Peer.run("sh", "-c", "command -v bash").status() == 0, "skipped: there is no bash");
    String[] command = new String[words.length + 4];
    command[0] = "bash";
    command[1] = "-c";
    command[2] = COMPLETE;
    command[3] = Launcher.PATH;
    System.arraycopy(words, 0, command, 4, words.length);
    return Peer.succeed(command).output().lines().map(String::strip).toList();
  }

  @Test
  void completesCommands() throws Exception {
    assertThat(complete("signalman", "li")).contains("list");
  }

  @Test
  void completesOptions() throws Exception {
    assertThat(complete("signalman", "watch", "--c")).contains("--count");
    assertThat(complete("signalman", "exec", "--p")).contains("--parent-death");
    assertThat(complete("signalman", "every", "--k")).contains("--kill-after");
    assertThat(complete("signalman", "stop", "--g")).contains("--group");
  }

  @Test
  void completesSignals() throws Exception {
    assertThat(complete("signalman", "send", "US")).contains("USR1", "USR2");
    assertThat(complete("signalman", "exec", "--parent-death", "US")).contains("USR1", "USR2");
  }
}
