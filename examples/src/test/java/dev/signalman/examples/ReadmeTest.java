package dev.signalman.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the README shows.
class ReadmeTest {
  private static final Pattern JAVA = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

  @TempDir private Path folder;

  @Test
  void codeCompiles() throws Exception {
    Matcher code = JAVA.matcher(Files.readString(Path.of("../README.md")));
    int pieces = 0;
    while (code.find()) {
      pieces++;
      StringWriter messages = new StringWriter();
      assertThat(compile(code.group(1), messages)).as(() -> messages.toString()).isTrue();
    }
    assertThat(pieces).as("pieces of Java in the README").isEqualTo(3);
  }

  private boolean compile(String source, StringWriter messages) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    List<String> options =
        List.of(
            "-Xlint:all",
            "-Werror",
            "-proc:none",
            "-d",
            folder.toString(),
            "-cp",
            System.getProperty("java.class.path"));
    return compiler.getTask(messages, null, null, options, null, List.of(file(source))).call();
  }

  private static JavaFileObject file(String source) {
    return new SimpleJavaFileObject(
        URI.create("string:///Worker.java"), JavaFileObject.Kind.SOURCE) {
      @Override
      public CharSequence getCharContent(boolean ignoreEncodingErrors) {
        return source;
      }
    };
  }
}
