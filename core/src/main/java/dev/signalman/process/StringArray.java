package dev.signalman.process;

import dev.signalman.posix.Memory;
import java.util.ArrayList;
import java.util.List;

/// A C array of strings that ends with a null pointer: `argv`, `envp`.
final class StringArray {
  private final List<Memory> strings = new ArrayList<>();
  private final Memory pointers;

  StringArray(List<String> texts) {
    pointers = Memory.allocate(8L * (texts.size() + 1));
    for (int i = 0; i < texts.size(); i++) {
      Memory string = Memory.string(texts.get(i));
      strings.add(string);
      pointers.putLong(8L * i, string.address());
    }
  }

  /// Valid as long as this object is reachable.
  Memory pointers() {
    return pointers;
  }
}
