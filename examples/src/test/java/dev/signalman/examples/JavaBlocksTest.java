package dev.signalman.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.signalman.testkit.Documents;
import dev.signalman.testkit.JavaBlock;
import dev.signalman.testkit.JavaBlocks;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The Java in all documents. Blocks that need a framework are compiled by the tests of its
/// adapter.
class JavaBlocksTest {
  private static final String IMPORTS =
      "import module dev.signalman.lifecycle.test;"
          + " import static org.junit.jupiter.api.Assertions.*;";

  @TempDir private Path folder;

  @Test
  void eachBlockCompilesWithoutAWarning() throws Exception {
    List<JavaBlock> blocks = JavaBlock.of("");
    assertThat(blocks).as("blocks of Java").hasSizeGreaterThan(10);
    assertThat(problems(blocks)).isEmpty();
  }

  /// A new framework needs such a test, too.
  @Test
  void eachOtherBlockIsCompiledByAnAdapter() throws Exception {
    Stream<String> modules = JavaBlock.all().stream().map(JavaBlock::module).distinct();
    assertThat(modules.filter(module -> !module.isEmpty()))
        .allSatisfy(module ->
            assertThat(Documents.files("/DocumentedBlocksTest.java"))
                .as("in adapters/" + module)
                .anyMatch(test -> Documents.name(test).startsWith("adapters/" + module + "/")));
  }

  @Test
  void aBlockIsFoundHoweverItIsFenced() {
    String text =
        """
        ```java
        first();
        ```
        ```sh
        echo '```java'
        ```
          ~~~ Java
          second();
          ~~~
        > ````java netty
        > third();
        > ````
        """;
    assertThat(JavaBlock.in("page.md", text))
        .extracting(block -> block.place(1), JavaBlock::module)
        .containsExactly(
            tuple("page.md:2", ""), tuple("page.md:8", ""), tuple("page.md:11", "netty"));
  }

  @Test
  void aProblemIsReportedAtItsLine() {
    String text =
        """
        <!-- given: int one; -->
        ```java
        int two = one;
        three();
        ```
        """;
    assertThat(problems(JavaBlock.in("page.md", text)))
        .singleElement()
        .asString()
        .startsWith("page.md:4: cannot find symbol");
  }

  private List<String> problems(List<JavaBlock> blocks) {
    return JavaBlocks.problems(blocks, folder, IMPORTS);
  }
}
