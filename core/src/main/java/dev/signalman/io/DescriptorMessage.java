package dev.signalman.io;

import dev.signalman.posix.Memory;
import dev.signalman.posix.SocketH;
import dev.signalman.posix.UnistdH;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// A `struct msghdr` with one block of bytes and control messages, and the memory that it points
/// to.
final class DescriptorMessage {
  /// The kernel's limit, SCM_MAX_FD.
  private static final int MOST_DESCRIPTORS = 253;

  /// The most bytes of one message.
  static final int MOST_BYTES = 1 << 16;

  /// Room for control messages that the maker of a socket may have asked for: the sender
  /// (SO_PASSCRED, SO_PASSPIDFD), the time of arrival, and a security label, which is the longest.
  private static final int OTHERS = 4096;

  private final Memory header = Memory.allocate(SocketH.MSGHDR_SIZE);
  private final Memory vector = Memory.allocate(16);
  private final Memory bytes;
  private final Memory control;

  private DescriptorMessage(Memory bytes, long count, long controlSize) {
    this.bytes = bytes;
    this.control = Memory.allocate(Math.max(SocketH.CMSGHDR_SIZE, controlSize));
    vector.putLong(0, bytes.address()).putLong(8, count);
    header.putLong(SocketH.MSG_IOV, vector.address()).putLong(SocketH.MSG_IOVLEN, 1);
    if (controlSize > 0) {
      header.putLong(SocketH.MSG_CONTROL, control.address());
      header.putLong(SocketH.MSG_CONTROLLEN, controlSize);
    }
  }

  static DescriptorMessage toSend(ByteBuffer source, Fd... descriptors) {
    check(descriptors.length);
    Memory bytes = Memory.allocate(Math.min(source.remaining(), MOST_BYTES));
    int count = bytes.copyFrom(source);
    long size = descriptors.length == 0 ? 0 : SocketH.CMSGHDR_SIZE + descriptors.length * 4L;
    DescriptorMessage message = new DescriptorMessage(bytes, count, size);
    if (descriptors.length > 0) {
      message.control.putLong(0, size);
      message.control.putInt(8, SocketH.SOL_SOCKET).putInt(12, SocketH.SCM_RIGHTS);
    }
    for (int i = 0; i < descriptors.length; i++) {
      message.control.putInt(SocketH.CMSGHDR_SIZE + i * 4L, descriptors[i].number());
    }
    return message;
  }

  /// Makes the call of sendmsg(2), which does not wait; each descriptor is kept open until the
  /// kernel has it.
  ///
  /// @param descriptors those that the message was made for
  long send(int number, Fd... descriptors) {
    try {
      return send(number, descriptors, 0);
    } finally {
      Reference.reachabilityFence(this); // the header points to its memory by address only
    }
  }

  private long send(int number, Fd[] descriptors, int held) {
    return held == descriptors.length
        ? SocketH.sendmsg(number, header, SocketH.MSG_NOSIGNAL | SocketH.MSG_DONTWAIT)
        : descriptors[held].use(_ -> send(number, descriptors, held + 1));
  }

  /// A message with room for all that can come, even if the caller wants less: descriptors that do
  /// not fit are lost, and control messages of other kinds come before them.
  static DescriptorMessage toReceive(int count, int room) {
    check(room);
    int size = Math.max(1, Math.min(count, MOST_BYTES));
    long control = SocketH.CMSGHDR_SIZE + MOST_DESCRIPTORS * 4L + OTHERS;
    return new DescriptorMessage(Memory.allocate(size), Math.min(count, size), control);
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

  /// Whether descriptors came that this process did not get.
  boolean isTruncated() {
    return (header.getInt(SocketH.MSG_FLAGS) & SocketH.MSG_CTRUNC) != 0;
  }

  /// Takes over the descriptors that came.
  List<Fd> descriptors() {
    List<Fd> descriptors = new ArrayList<>();
    long end = header.getLong(SocketH.MSG_CONTROLLEN);
    long start = 0;
    while (start + SocketH.CMSGHDR_SIZE <= end) {
      long length = Math.max(SocketH.CMSGHDR_SIZE, control.getLong(start));
      take(start, length, descriptors);
      start += (length + 7) & ~7; // each message begins at a multiple of 8: CMSG_ALIGN
    }
    return descriptors;
  }

  private void take(long start, long length, List<Fd> descriptors) {
    int type = control.getInt(start + 12);
    if (control.getInt(start + 8) != SocketH.SOL_SOCKET) {
      return;
    }
    long data = start + SocketH.CMSGHDR_SIZE;
    if (type == SocketH.SCM_RIGHTS) {
      for (long offset = data; offset < start + length; offset += 4) {
        descriptors.add(Fd.received(control.getInt(offset)));
      }
    } else if (type == SocketH.SCM_PIDFD && control.getInt(data) >= 0) {
      UnistdH.close(control.getInt(data)); // a pidfd of the sender, not asked for, but open here
    }
  }

  void copyTo(ByteBuffer target, int count) {
    bytes.copyTo(target, count);
  }
}
