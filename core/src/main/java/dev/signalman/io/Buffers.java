package dev.signalman.io;

import dev.signalman.posix.Memory;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/// Blocks of C memory between the Java heap and the kernel, lent for one system call: as many as
/// threads read and write at a time, not as many as there are descriptors.
final class Buffers {
  /// As much as a pipe holds: no read through less would show that a pipe was full ([Growth]).
  static final int SIZE = 1 << 16;

  private static final int KEPT = 16;
  private static final BlockingQueue<Memory> FREE = new ArrayBlockingQueue<>(KEPT);

  private Buffers() {}

  static Memory take() {
    Memory free = FREE.poll();
    return free == null ? Memory.allocate(SIZE) : free;
  }

  /// More than are kept go to the garbage collector.
  static void giveBack(Memory buffer) {
    boolean _ = FREE.offer(buffer);
  }
}
