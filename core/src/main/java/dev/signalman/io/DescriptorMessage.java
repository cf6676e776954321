package dev.signalman.io;

import dev.signalman.posix.Memory;
import dev.signalman.posix.SocketH;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// A `struct msghdr` with one block of bytes and one control message for descriptors, and the
/// memory that it points to.
final class DescriptorMessage {
  /// The kernel's limit, SCM_MAX_FD.
  private static final int MOST_DESCRIPTORS = 253;

  private static final int MOST_BYTES = 1 << 16;

  private final Memory header = Memory.allocate(SocketH.MSGHDR_SIZE);
  private final Memory vector = Memory.allocate(16);
  private final Memory bytes;
  private final Memory control;

  private DescriptorMessage(Memory bytes, long count, int descriptors) {
    this.bytes = bytes;
    // CMSG_LEN: into the padding that CMSG_SPACE has the kernel would put one more than wanted.
    long size = descriptors == 0 ? 0 : SocketH.CMSGHDR_SIZE + descriptors * 4L;
    this.control = Memory.allocate(Math.max(SocketH.CMSGHDR_SIZE, size));
    vector.putLong(0, bytes.address()).putLong(8, count);
    header.putLong(SocketH.MSG_IOV, vector.address()).putLong(SocketH.MSG_IOVLEN, 1);
    if (size > 0) {
      header.putLong(SocketH.MSG_CONTROL, control.address());
      header.putLong(SocketH.MSG_CONTROLLEN, size);
    }
  }

  static DescriptorMessage toSend(ByteBuffer source, Fd... descriptors) {
    check(descriptors.length);
    Memory bytes = Memory.allocate(Math.min(source.remaining(), MOST_BYTES));
    int count = bytes.copyFrom(source);
    DescriptorMessage message = new DescriptorMessage(bytes, count, descriptors.length);
    if (descriptors.length > 0) {
      message.control.putLong(0, SocketH.CMSGHDR_SIZE + descriptors.length * 4L);
      message.control.putInt(8, SocketH.SOL_SOCKET).putInt(12, SocketH.SCM_RIGHTS);
    }
    for (int i = 0; i < descriptors.length; i++) {
      message.control.putInt(SocketH.CMSGHDR_SIZE + i * 4L, descriptors[i].number());
    }
    return message;
  }

  static DescriptorMessage toReceive(int count, int room) {
    check(room);
    int size = Math.max(1, Math.min(count, MOST_BYTES));
    return new DescriptorMessage(Memory.allocate(size), Math.min(count, size), room);
  }

  private static void check(int descriptors) {
    if (descriptors < 0 || descriptors > MOST_DESCRIPTORS) {
      throw new IllegalArgumentException(
          "a message carries 0 to " + MOST_DESCRIPTORS + " descriptors, not " + descriptors);
    }
  }

  Memory header() {
    return header;
  }

  boolean isTruncated() {
    return (header.getInt(SocketH.MSG_FLAGS) & SocketH.MSG_CTRUNC) != 0;
  }

  List<Fd> descriptors() {
    List<Fd> descriptors = new ArrayList<>();
    boolean some = header.getLong(SocketH.MSG_CONTROLLEN) > SocketH.CMSGHDR_SIZE;
    if (some && control.getInt(12) == SocketH.SCM_RIGHTS) {
      long end = control.getLong(0);
      for (long offset = SocketH.CMSGHDR_SIZE; offset < end; offset += 4) {
        descriptors.add(Fd.received(control.getInt(offset)));
      }
    }
    return descriptors;
  }

  void copyTo(ByteBuffer target, int count) {
    bytes.copyTo(target, count);
  }
}
