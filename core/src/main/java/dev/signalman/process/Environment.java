package dev.signalman.process;

import dev.signalman.posix.Memory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A child's environment, as bytes: what the VM makes of this process's own in `System.getenv()`
/// has lost every character that the locale lacks, which in the locale `C` is all but ASCII. Kept
/// in order, with whatever else is in the block: names that are there twice, and strings that set
/// nothing. Does not change, so that most children share the one block of memory of this process's
/// own.
final class Environment {
  private static final Environment EMPTY = new Environment(List.of());

  private final List<byte[]> variables;

  private @Nullable Memory block;

  private Environment(List<byte[]> variables) {
    this.variables = variables;
  }

  private static final class Own {
    static final Environment ENVIRONMENT = read();

    private static Environment read() {
      try {
        return of(Files.readAllBytes(Path.of("/proc/self/environ")));
      } catch (IOException _) {
        List<byte[]> own = new ArrayList<>();
        // No /proc: as well as the VM knows it.
        System.getenv().forEach((name, value) -> own.add(variable(name, value)));
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

  /// The strings in a block of bytes in which each ends with a NUL.
  static Environment of(byte[] block) {
    return new Environment(split(block));
  }

  static List<byte[]> split(byte[] block) {
    List<byte[]> variables = new ArrayList<>();
    int start = 0;
    for (int i = 0; i < block.length; i++) {
      if (block[i] == 0) {
        variables.add(Arrays.copyOfRange(block, start, i));
        start = i + 1;
      }
    }
    return variables;
  }

  private static byte[] variable(String name, String value) {
    return (name + "=" + value).getBytes(StandardCharsets.UTF_8);
  }

  /// Whether a string sets the variable whose name and `=` are the first bytes of `start`.
  private static boolean sets(byte[] variable, byte[] start, int length) {
    return variable.length >= length && Arrays.equals(variable, 0, length, start, 0, length);
  }

  /// This one and one variable more, or with another value.
  Environment with(String name, String value) {
    byte[] added = variable(name, value);
    List<byte[]> changed = withoutStart(added, variable(name, "").length);
    changed.add(added);
    return new Environment(changed);
  }

  /// This one without a variable.
  Environment without(String name) {
    byte[] start = variable(name, "");
    return new Environment(withoutStart(start, start.length));
  }

  private List<byte[]> withoutStart(byte[] start, int length) {
    List<byte[]> left = new ArrayList<>(variables.size() + 1);
    for (byte[] variable : variables) {
      if (!sets(variable, start, length)) {
        left.add(variable);
      }
    }
    return left;
  }

  /// As execve(2) takes it.
  synchronized Memory block() {
    Memory present = block;
    if (present == null) {
      present = StringArray.of(variables);
      block = present;
    }
    return present;
  }
}
