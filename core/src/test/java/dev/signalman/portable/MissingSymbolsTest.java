package dev.signalman.portable;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.testkit.ChildJvm;
import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// A C library without one of the functions that this library calls, whichever.
class MissingSymbolsTest {
  private static final Path SOURCES =
      Path.of("..", "posix", "src", "main", "java", "dev", "signalman", "posix");
  private static final Pattern BOUND = Pattern.compile("CFunction\\.(?:of|find)\\(\\s*\"(\\w+)\"");

  /// The functions that the code binds.
  private static Set<String> functions() throws IOException {
    Set<String> found = new TreeSet<>();
    try (Stream<Path> files = Files.list(SOURCES)) {
      for (Path file : files.filter(each -> each.toString().endsWith(".java")).toList()) {
        Matcher matcher = BOUND.matcher(Files.readString(file));
        while (matcher.find()) {
          found.add(matcher.group(1));
        }
      }
    }
    return found;
  }

  @Test
  @DisplayName(
      "PORT-31: without any one function of the C library each call works or has a clear message;"
          + " none is an error, and none hangs")
  void eachInTurn() throws Exception {
    Set<String> functions = functions();
    assertThat(functions).hasSizeGreaterThan(20).contains("dladdr", "posix_spawnp", "syscall");
    try (ChildJvm child =
        ChildJvm.of(EachInTurn.class)
            .vm("-Ddev.signalman.posix.seam=true")
            .limit(Duration.ofMinutes(5))
            .args(functions.toArray(String[]::new))
            .start()) {
      for (String function : functions) {
        child.expect("without " + function);
        List<String> told = new ArrayList<>();
        String line = child.line();
        while (!line.equals("done")) {
          told.add(line);
          line = child.line();
        }
        assertThat(told).as("without " + function).noneMatch(each -> each.contains(": BAD"));
        assertThat(told).as("without " + function).contains("asking: ok", "handlers: ok");
        assertThat(told)
            .as("without " + function)
            .filteredOn(each -> !each.endsWith(": ok") && !each.contains("RLIMIT_SIGPENDING"))
            .allMatch(
                each -> each.contains(function) || each.contains("no real-time signals are known"));
      }
      child.expectExit(0);
    }
  }

  /// A copy of the library for each function, because a copy looks a function up once.
  static final class EachInTurn {
    private EachInTurn() {}

    public static void main(String[] functions) throws Exception {
      for (String function : functions) {
        System.setProperty("dev.signalman.posix.lacks", function);
        System.out.println("without " + function);
        try (URLClassLoader loader =
            new URLClassLoader(classPath(), ClassLoader.getPlatformClassLoader())) {
          Class<?> copy = Class.forName(Exercise.class.getName(), true, loader);
          ((Runnable) copy.getDeclaredConstructor().newInstance()).run();
        }
        System.out.println("done");
      }
      System.exit(0);
    }

    private static URL[] classPath() throws IOException {
      List<URL> path = new ArrayList<>();
      for (String part : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
        path.add(Path.of(part).toUri().toURL());
      }
      return path.toArray(URL[]::new);
    }
  }
}
