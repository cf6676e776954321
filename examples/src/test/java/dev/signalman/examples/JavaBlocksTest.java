package dev.signalman.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The Java in all documents.
class JavaBlocksTest {
  @TempDir private Path folder;

  @Test
  void eachBlockCompilesWithoutAWarning() throws Exception {
    List<JavaBlock> blocks = blocks().stream().filter(block -> !block.isMarked()).toList();
    assertThat(blocks).as("blocks of Java").hasSizeGreaterThan(10);
    assertThat(problems(blocks)).isEmpty();
  }

  /// Whoever adds a block that is not compiled has to say so here, too.
  @Test
  void onlyBlocksWithFrameworksAreNotCompiled() throws Exception {
    assertThat(blocks().stream().filter(JavaBlock::isMarked).map(JavaBlock::document).distinct())
        .containsExactly(
            "docs/adapters/netty.md",
            "docs/adapters/spring-boot.md",
            "docs/adapters/vertx.md",
            "docs/start-up.md");
  }

  @Test
  void noBlockHasAWordWithoutAMeaning() throws Exception {
    assertThat(blocks().stream().filter(JavaBlock::hasUnknownWords).map(block -> block.place(0)))
        .isEmpty();
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
        > ````java no-compile
        > third();
        > ````
        """;
    assertThat(JavaBlock.in("page.md", text))
        .extracting(block -> block.place(1), JavaBlock::isMarked)
        .containsExactly(
            tuple("page.md:2", false), tuple("page.md:8", false), tuple("page.md:11", true));
  }

  @Test
  void aProblemIsReportedAtItsLine() throws IOException {
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

  private static List<JavaBlock> blocks() throws IOException {
    List<JavaBlock> blocks = new ArrayList<>();
    for (Path document : Documents.all()) {
      blocks.addAll(JavaBlock.in(Documents.name(document), Files.readString(document)));
    }
    return blocks;
  }

  /// One run of the compiler for all: it takes most of its time to start.
  private List<String> problems(List<JavaBlock> blocks) {
    DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
    List<String> options =
        List.of(
            "-Xlint:all",
            "-proc:none",
            "-d",
            folder.toString(),
            "--class-path=" + System.getProperty("java.class.path"),
            "--module-path=" + library(),
            "--add-modules=dev.signalman.lifecycle.test");
    ToolProvider.getSystemJavaCompiler().getTask(null, null, found, options, null, blocks).call();
    return found.getDiagnostics().stream()
        .filter(problem -> problem.getKind() != Diagnostic.Kind.NOTE)
        .map(JavaBlocksTest::message)
        .toList();
  }

  private static String message(Diagnostic<? extends JavaFileObject> problem) {
    String message = problem.getMessage(Locale.ROOT);
    return problem.getSource() instanceof JavaBlock block
        ? block.place(problem.getLineNumber()) + ": " + message
        : message;
  }

  /// The modules that a block may import, as folders or jars.
  private static String library() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .filter(entry -> entry.matches(".*/(posix|core|lifecycle|lifecycle-test)/target/.*"))
        .collect(Collectors.joining(File.pathSeparator));
  }
}
