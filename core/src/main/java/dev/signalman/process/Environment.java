package dev.signalman.process;

import dev.signalman.internal.portable.VmMode;
import dev.signalman.posix.Memory;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A child's environment, as bytes. `System.getenv()` loses every character that the locale lacks,
/// which in the locale `C` is all but ASCII. The order is kept, and so is everything else in the
/// block: names that appear twice, and strings that set nothing. It is immutable, so most children
/// share one block of memory: that of this process's own environment.
final class Environment {
  private static final Environment EMPTY = new Environment(List.of());

  private final List<byte[]> variables;

  private @Nullable Memory block;

  private Environment(List<byte[]> variables) {
    this.variables = variables;
  }

  private static final class Own {
    static final Environment ENVIRONMENT = read();
    static final Environment OF_CHILDREN = ENVIRONMENT.withoutManager();

    private static Environment read() {
      try (InputStream in = new FileInputStream("/proc/self/environ")) {
        return of(in.readAllBytes());
      } catch (IOException _) {
        List<byte[]> own = new ArrayList<>();
        // Without /proc: the environment as the VM knows it.
        System.getenv().forEach((name, value) -> own.add(variable(name, value)));
        return new Environment(own);
      }
    }
  }

  /// The environment that this process was started with.
  static Environment inherited() {
    return Own.ENVIRONMENT;
  }

  /// The same without the variables that are meant for this process alone: what children have
  /// unless they are given something else.
  static Environment ofChildren() {
    return Own.OF_CHILDREN;
  }

  /// An empty environment.
  static Environment empty() {
    return EMPTY;
  }

  /// The environment in a block of bytes in which each string ends with a NUL.
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

  /// Whether a string sets the variable whose name and `=` are the first `length` bytes of `start`.
  static boolean sets(byte[] variable, byte[] start, int length) {
    return variable.length >= length && Arrays.equals(variable, 0, length, start, 0, length);
  }

  /// This environment with one more variable, or with a new value for it.
  Environment with(String name, String value) {
    byte[] added = variable(name, value);
    List<byte[]> changed = withoutStart(added, variable(name, "").length);
    changed.add(added);
    return new Environment(changed);
  }

  /// This environment without a variable.
  Environment without(String name) {
    byte[] start = variable(name, "");
    return new Environment(withoutStart(start, start.length));
  }

  private Environment withoutManager() {
    List<byte[]> left = new ArrayList<>(variables.size());
    for (byte[] variable : variables) {
      if (!ManagerVariables.include(variable)) {
        left.add(variable);
      }
    }
    return left.size() == variables.size() ? this : new Environment(left);
  }

  /// This environment with those of another one's variables that talk of the service manager, in
  /// place of its own.
  Environment withManagerOf(Environment other) {
    List<byte[]> changed = new ArrayList<>(withoutManager().variables);
    for (byte[] variable : other.variables) {
      if (ManagerVariables.include(variable)) {
        changed.add(variable);
      }
    }
    return new Environment(changed);
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

  /// Changes the variables that the JDK gives a child by default into these. Those that stay as
  /// they are keep their bytes in any locale.
  ///
  /// @throws UnsupportedOperationException if a string sets no variable
  void applyTo(Map<String, String> variablesOfJdk) {
    List<byte[]> own = inherited().variables;
    for (byte[] variable : own) {
      if (!contains(variables, variable)) {
        variablesOfJdk.remove(text(variable, 0, nameLength(variable)));
      }
    }
    for (byte[] variable : variables) {
      if (!contains(own, variable)) {
        int length = nameLength(variable);
        variablesOfJdk.put(
            text(variable, 0, length), text(variable, length + 1, variable.length - length - 1));
      }
    }
  }

  private static boolean contains(List<byte[]> variables, byte[] wanted) {
    boolean found = false;
    for (byte[] variable : variables) {
      found |= Arrays.equals(variable, wanted);
    }
    return found;
  }

  private static String text(byte[] bytes, int offset, int length) {
    return new String(bytes, offset, length, StandardCharsets.UTF_8);
  }

  /// The JDK knows only pairs of a name and a value. On Windows some names begin with `=`.
  private static int nameLength(byte[] variable) {
    for (int i = 1; i < variable.length; i++) {
      if (variable[i] == '=') {
        return i;
      }
    }
    throw VmMode.lacks("a string in the environment that sets no variable");
  }

  /// The form that execve(2) takes.
  synchronized Memory block() {
    Memory present = block;
    if (present == null) {
      present = StringArray.of(variables);
      block = present;
    }
    return present;
  }
}
