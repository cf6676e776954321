package dev.signalman.process;

import dev.signalman.posix.Memory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A child's environment, as bytes: what the VM makes of this process's own in `System.getenv()`
/// has lost every character that the locale lacks, which in the locale `C` is all but ASCII. Does
/// not change, so that most children share the one block of memory of this process's own.
final class Environment {
  private static final Environment EMPTY = new Environment(new TreeMap<>());

  /// By name, its bytes read as Latin-1, which keeps them apart whatever they mean.
  private final SortedMap<String, byte[]> variables;

  private @Nullable Memory block;

  private Environment(SortedMap<String, byte[]> variables) {
    this.variables = variables;
  }

  private static final class Own {
    static final Environment ENVIRONMENT = read();

    private static Environment read() {
      try {
        return new Environment(split(Files.readAllBytes(Path.of("/proc/self/environ"))));
      } catch (IOException _) {
        SortedMap<String, byte[]> own = new TreeMap<>();
        // No /proc: as well as the VM knows it.
        System.getenv().forEach((name, value) -> put(bytes(name + "=" + value), own));
        return new Environment(own);
      }
    }
  }

  /// What this process was started with.
  static Environment inherited() {
    return Own.ENVIRONMENT;
  }

  /// None at all.
  static Environment empty() {
    return EMPTY;
  }

  /// The variables in a block of bytes in which each ends with a NUL, by name.
  static SortedMap<String, byte[]> split(byte[] block) {
    SortedMap<String, byte[]> variables = new TreeMap<>();
    int start = 0;
    for (int i = 0; i < block.length; i++) {
      if (block[i] == 0) {
        put(Arrays.copyOfRange(block, start, i), variables);
        start = i + 1;
      }
    }
    return variables;
  }

  private static void put(byte[] variable, SortedMap<String, byte[]> variables) {
    String text = new String(variable, StandardCharsets.ISO_8859_1);
    int end = text.indexOf('=');
    if (end > 0) {
      variables.put(text.substring(0, end), variable);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /// This one and one variable more, or with another value.
  Environment with(String name, String value) {
    SortedMap<String, byte[]> changed = new TreeMap<>(variables);
    put(bytes(name + "=" + value), changed);
    return new Environment(changed);
  }

  /// This one without a variable.
  Environment without(String name) {
    SortedMap<String, byte[]> changed = new TreeMap<>(variables);
    changed.remove(new String(bytes(name), StandardCharsets.ISO_8859_1));
    return new Environment(changed);
  }

  /// As execve(2) takes it.
  synchronized Memory block() {
    Memory present = block;
    if (present == null) {
      present = StringArray.of(variables.values());
      block = present;
    }
    return present;
  }
}
