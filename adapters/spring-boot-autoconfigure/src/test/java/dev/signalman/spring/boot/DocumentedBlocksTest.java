package dev.signalman.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.testkit.JavaBlock;
import dev.signalman.testkit.JavaBlocks;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The Java in all documents that needs Spring.
class DocumentedBlocksTest {
  private static final String IMPORTS =
      "import dev.signalman.spring.*; import jakarta.annotation.*;"
          + " import org.springframework.stereotype.*;";

  @TempDir private Path folder;

  @Test
  void eachCompilesWithoutAWarning() throws Exception {
    List<JavaBlock> blocks = JavaBlock.of("spring-boot-autoconfigure");
    assertThat(blocks).isNotEmpty();
    assertThat(JavaBlocks.problems(blocks, folder, IMPORTS)).isEmpty();
  }
}
