package dev.signalman.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.SortedMap;
import java.util.TreeMap;

/// A child's environment, as bytes: what the VM makes of this process's own in `System.getenv()`
/// has lost every character that the locale lacks, which in the locale `C` is all but ASCII.
final class Environment {
  /// By name, its bytes read as Latin-1, which keeps them apart whatever they mean.
  private final SortedMap<String, byte[]> variables;

  private Environment(SortedMap<String, byte[]> variables) {
    this.variables = variables;
  }

  private static final class Own {
    static final Environment ENVIRONMENT = read();

    private static Environment read() {
      Environment own = new Environment(new TreeMap<>());
      try {
        own.putAll(Files.readAllBytes(Path.of("/proc/self/environ")));
      } catch (IOException _) {
        System.getenv().forEach(own::put); // no /proc: as well as the VM knows it
      }
      return own;
    }
  }

  /// A copy of what this process was started with.
  static Environment inherited() {
    return new Environment(new TreeMap<>(Own.ENVIRONMENT.variables));
  }

  private void putAll(byte[] block) {
    int start = 0;
    for (int i = 0; i < block.length; i++) {
      if (block[i] == 0) {
        put(Arrays.copyOfRange(block, start, i));
        start = i + 1;
      }
    }
  }

  private void put(byte[] variable) {
    String text = new String(variable, StandardCharsets.ISO_8859_1);
    int end = text.indexOf('=');
    if (end > 0) {
      variables.put(text.substring(0, end), variable);
    }
  }

  void put(String name, String value) {
    put((name + "=" + value).getBytes(StandardCharsets.UTF_8));
  }

  void remove(String name) {
    variables.remove(
        new String(name.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1));
  }

  void clear() {
    variables.clear();
  }

  /// Each as `name=value`.
  Collection<byte[]> entries() {
    return variables.values();
  }
}
