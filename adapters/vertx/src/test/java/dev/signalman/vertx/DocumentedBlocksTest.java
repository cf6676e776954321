package dev.signalman.vertx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.testkit.JavaBlock;
import dev.signalman.testkit.JavaBlocks;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The Java in all documents that needs Vert.x.
class DocumentedBlocksTest {
  private static final String IMPORTS =
      "import dev.signalman.vertx.*; import io.vertx.core.*; import io.vertx.core.http.*;";

  @TempDir private Path folder;

  @Test
  void eachCompilesWithoutAWarning() throws Exception {
    List<JavaBlock> blocks = JavaBlock.of("vertx");
    assertThat(blocks).isNotEmpty();
    assertThat(JavaBlocks.problems(blocks, folder, IMPORTS)).isEmpty();
  }
}
