package dev.signalman.process;

import dev.signalman.posix.FcntlH;
import dev.signalman.posix.Memory;
import dev.signalman.posix.UnistdH;
import java.util.Arrays;

/// The children that the kernel has filed under the first thread of this process: the file
/// `children` of that thread (proc(5)). For one thread at a time.
///
/// The kernel looks each one up when it writes its number, and finds its place again by the child
/// before it. So a child that another one follows can be left out if that other one is removed
/// meanwhile; as long as none is removed, all are there that were there when the reading began.
final class FiledChildren {
  private static final int BLOCK = 4_096; // the kernel gives no more at once

  final String path;
  private final Memory name;
  private final Memory block = Memory.allocate(BLOCK);
  private int[] pids = new int[64];
  private int count;

  FiledChildren() {
    this("/proc/self/task/" + UnistdH.getpid() + "/children");
  }

  FiledChildren(String path) {
    this.path = path;
    this.name = Memory.string(path);
  }

  /// Reads the list again.
  ///
  /// @return 0 or `-errno`; then the list is not complete
  int read() {
    count = 0;
    int descriptor = FcntlH.open(name, FcntlH.O_RDONLY | FcntlH.O_CLOEXEC, 0);
    if (descriptor < 0) {
      return descriptor;
    }
    int pid = 0;
    long size = UnistdH.read(descriptor, block, BLOCK);
    while (size > 0) {
      pid = take(block.getBytes((int) size), pid);
      size = UnistdH.read(descriptor, block, BLOCK);
    }
    UnistdH.close(descriptor);
    return (int) size;
  }

  /// Takes the numbers, each of which a space follows.
  ///
  /// @param begun the digits of a number that ends in this part, or 0
  /// @return the digits of a number that has not ended, or 0
  private int take(byte[] part, int begun) {
    int pid = begun;
    for (byte character : part) {
      if (character != ' ') {
        pid = pid * 10 + character - '0';
      } else {
        add(pid);
        pid = 0;
      }
    }
    return pid;
  }

  private void add(int pid) {
    if (count == pids.length) {
      pids = Arrays.copyOf(pids, count * 2);
    }
    pids[count++] = pid;
  }

  int size() {
    return count;
  }

  int pid(int index) {
    return pids[index];
  }

  /// The pids in the order of the kernel.
  int[] pids() {
    return Arrays.copyOf(pids, count);
  }
}
