package dev.signalman.process;

import dev.signalman.posix.Memory;
import java.util.Collection;

/// A C array of strings that ends with a null pointer, `argv` or `envp`, and the strings, in one
/// block.
final class StringArray {
  private StringArray() {}

  static Memory of(Collection<byte[]> strings) {
    int table = Long.BYTES * (strings.size() + 1);
    long size = table;
    for (byte[] string : strings) {
      size += string.length + 1;
    }
    Memory block = Memory.allocate(size);
    long offset = table;
    long pointer = 0;
    for (byte[] string : strings) {
      block.slice(offset, string.length).putBytes(string);
      block.putLong(pointer, block.address() + offset);
      pointer += Long.BYTES;
      offset += string.length + 1; // the zero byte after it ends the string
    }
    return block;
  }

  /// The first string of an array of `count` strings.
  static Memory first(Memory array, int count) {
    long table = Long.BYTES * (count + 1L);
    return array.slice(table, array.size() - table);
  }
}
