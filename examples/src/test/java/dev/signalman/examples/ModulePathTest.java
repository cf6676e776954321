package dev.signalman.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A module of somebody else that requires the library, and has nothing besides.
class ModulePathTest {
  @TempDir private Path folder;

  @Test
  void compilesWithoutTheAnnotations() throws Exception {
    Path module =
        Files.writeString(
            folder.resolve("module-info.java"), "module user { requires dev.signalman; }");
    Path main =
        Files.writeString(
            folder.resolve("Main.java"),
            """
            package user;

            import dev.signalman.Signal;
            import dev.signalman.signal.SelfPipe;

            class Main {
              public static void main(String[] args) throws Exception {
                try (SelfPipe pipe = SelfPipe.open(Signal.TERM)) {
                  System.out.println(pipe.poll());
                }
              }
            }
            """);
    StringWriter messages = new StringWriter();
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      List<String> options =
          List.of("-Xlint:all", "-Werror", "-d", folder.resolve("out").toString(), "-p", library());
      boolean compiled =
          compiler
              .getTask(messages, files, null, options, null, files.getJavaFileObjects(module, main))
              .call();
      assertThat(compiled).as(messages::toString).isTrue();
    }
  }

  private static String library() {
    String path =
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
            .filter(entry -> entry.matches(".*/(core|posix)/target/.*"))
            .collect(Collectors.joining(File.pathSeparator));
    assertThat(path).contains(File.pathSeparator);
    return path;
  }
}
