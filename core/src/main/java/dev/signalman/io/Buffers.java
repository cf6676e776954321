package dev.signalman.io;

import dev.signalman.posix.Memory;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/// Blocks of C memory between the Java heap and the kernel, each lent for one system call. Their
/// number is that of the threads that read and write at a time, not that of the descriptors.
final class Buffers {
  /// The capacity of a pipe: reads through a smaller block would not show that a pipe was full
  /// ([Growth]).
  static final int SIZE = 1 << 16;

  private static final int KEPT = 16;
  private static final BlockingQueue<Memory> FREE = new ArrayBlockingQueue<>(KEPT);

  private Buffers() {}

  static Memory take() {
    Memory free = FREE.poll();
    return free == null ? Memory.allocate(SIZE) : free;
  }

  /// Takes a block back; those beyond the number that is kept go to the garbage collector.
  static void giveBack(Memory buffer) {
    boolean _ = FREE.offer(buffer);
  }
}
