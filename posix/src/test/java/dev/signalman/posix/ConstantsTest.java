package dev.signalman.posix;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.testkit.CProgram;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Compares every number in the bindings, whether a flag, a size, an offset or a system call's
/// number, with the system's own headers.
class ConstantsTest {
  /// Not the size itself: room for the larger of two objects, here and in other C libraries.
  private static final String ROOM = "SpawnH.OBJECT_SIZE";

  /// Classes whose numbers are not C's.
  private static final Set<String> OURS =
      Set.of(
          "CodePage",
          "HostLibrary",
          "MachineCode",
          "Memory",
          "PassingWait",
          "SharedCode",
          "SignalRangeH");

  @Test
  void eachIsWhatTheHeadersSay() throws Exception {
    Map<String, Long> ours = constants();
    Map<String, Long> theirs =
        CProgram.compile(ConstantsTest.class, "/c/constants.c")
            .run()
            .output()
            .lines()
            .map(line -> line.split(" "))
            .collect(toMap(words -> words[0], words -> Long.valueOf(words[1])));
    assertThat(ours).containsKey(ROOM);
    assertThat(ours.remove(ROOM)).isGreaterThanOrEqualTo(theirs.remove(ROOM));
    assertThat(ours).containsExactlyInAnyOrderEntriesOf(theirs);
  }

  static Map<String, Long> constants() throws IOException, URISyntaxException {
    Map<String, Long> constants = new TreeMap<>();
    for (Class<?> owner : bindings()) {
      for (Field field : owner.getDeclaredFields()) {
        if (isNumber(field)) {
          constants.put(owner.getSimpleName() + "." + field.getName(), value(field));
        }
      }
    }
    return constants;
  }

  private static List<Class<?>> bindings() throws IOException, URISyntaxException {
    Path root = Path.of(UnistdH.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    try (Stream<Path> files = Files.list(root.resolve("dev/signalman/posix"))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".class") && !name.contains("-"))
          .map(name -> name.replace(".class", ""))
          .filter(name -> !OURS.contains(name))
          .map(ConstantsTest::load)
          .<Class<?>>map(type -> type)
          .toList();
    }
  }

  private static Class<?> load(String name) {
    try {
      return Class.forName("dev.signalman.posix." + name);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }

  private static boolean isNumber(Field field) {
    int constant = Modifier.STATIC | Modifier.FINAL;
    return (field.getModifiers() & constant) == constant
        && List.<Class<?>>of(int.class, long.class, short.class).contains(field.getType());
  }

  private static long value(Field field) {
    try {
      field.setAccessible(true);
      return ((Number) field.get(null)).longValue();
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }
}
