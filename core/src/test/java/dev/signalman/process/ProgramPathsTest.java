package dev.signalman.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ProgramPathsTest {
  @Test
  void eachFolderOfThePathIsTriedInItsOrder() {
    assertThat(in("/usr/local/bin:/bin", "ls")).containsExactly("/usr/local/bin/ls", "/bin/ls");
    assertThat(in("bin", "ls")).containsExactly("bin/ls");
  }

  @Test
  void anEmptyFolderIsThePresentOne() {
    assertThat(in("", "ls")).containsExactly("ls");
    assertThat(in(":/bin:", "ls")).containsExactly("ls", "/bin/ls", "ls");
    assertThat(in("a::b", "ls")).containsExactly("a/ls", "ls", "b/ls");
  }

  @Test
  void aNameWithASlashIsTriedAsItIs() {
    assertThat(texts(ProgramPaths.of("./ls".getBytes(UTF_8)))).containsExactly("./ls");
    assertThat(texts(ProgramPaths.of("ls/".getBytes(UTF_8)))).containsExactly("ls/");
  }

  @Test
  void anEmptyNameIsNoProgram() {
    assertThat(ProgramPaths.of(new byte[0])).isEmpty();
  }

  private static List<String> in(String path, String name) {
    return texts(ProgramPaths.in(path.getBytes(UTF_8), name.getBytes(UTF_8)));
  }

  private static List<String> texts(List<byte[]> paths) {
    return paths.stream().map(path -> new String(path, UTF_8)).toList();
  }
}
