package dev.signalman.posix;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The other ends of calls that wait: a pipe, a pair of sockets, an epoll, a server, a child. New
/// ones for each call.
final class Peers implements AutoCloseable {
  private static final byte PATTERN = 0x5a;
  private static final int STREAM = SocketH.SOCK_STREAM | SocketH.SOCK_CLOEXEC;

  private final List<Integer> descriptors = new ArrayList<>();
  private final Memory pipe = Memory.allocate(8);
  private final Memory sockets = Memory.allocate(8);
  private final Path folder;
  private int epoll = -1;
  private int server = -1;
  private int caller = -1;
  private @Nullable Process child;

  /// Something that may fail.
  @FunctionalInterface
  interface Step {
    void run() throws Exception;
  }

  Peers(Path folder) {
    this.folder = folder;
  }

  void open() throws Exception {
    UnistdH.pipe2(pipe, FcntlH.O_CLOEXEC);
    SocketH.socketpair(SocketH.AF_UNIX, STREAM, 0, sockets);
    for (Memory pair : List.of(pipe, sockets)) {
      keep(pair.getInt(0));
      keep(pair.getInt(4));
    }
    epoll = (int) keep(EpollH.epoll_create1(EpollH.EPOLL_CLOEXEC));
    Memory event = Memory.allocate(EpollH.EVENT_SIZE).putInt(EpollH.EVENTS, EpollH.EPOLLIN);
    EpollH.epoll_ctl(epoll, EpollH.EPOLL_CTL_ADD, reader(), event);
    openServer();
  }

  /// A server that lets one wait: the next has to wait in connect(2).
  private void openServer() {
    server = (int) keep(SocketH.socket(SocketH.AF_UNIX, STREAM, 0));
    SocketH.bind(server, address(Memory.allocate(16)), 16);
    SocketH.listen(server, 0);
    int first = (int) keep(SocketH.socket(SocketH.AF_UNIX, STREAM, 0));
    SocketH.connect(first, address(Memory.allocate(16)), 16);
    caller = (int) keep(SocketH.socket(SocketH.AF_UNIX, STREAM, 0));
  }

  /// An abstract address: a zero and the process's id.
  Memory address(Memory block) {
    return block.putInt(0, SocketH.AF_UNIX).putInt(4, UnistdH.getpid()).putInt(8, server);
  }

  void accept() {
    keep(SocketH.accept4(server, SocketH.SOCK_CLOEXEC));
  }

  int reader() {
    return pipe.getInt(0);
  }

  int writer() {
    return pipe.getInt(4);
  }

  int left() {
    return sockets.getInt(0);
  }

  int right() {
    return sockets.getInt(4);
  }

  int epoll() {
    return epoll;
  }

  int caller() {
    return caller;
  }

  /// A descriptor, or an error that is none of ours to close.
  long keep(int fd) {
    if (fd >= 0) {
      descriptors.add(fd);
    }
    return fd;
  }

  String fifo() {
    return folder.resolve("fifo").toString();
  }

  int child() {
    try {
      Process started = new ProcessBuilder("cat").start();
      child = started;
      return (int) started.pid();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  void endChild() throws IOException {
    Objects.requireNonNull(child).getOutputStream().close();
  }

  static Memory patterned(Memory block) {
    byte[] bytes = new byte[(int) block.size()];
    Arrays.fill(bytes, PATTERN);
    return block.putBytes(bytes);
  }

  static boolean isPatterned(Memory block, int count) {
    for (byte b : block.getBytes(count)) {
      if (b != PATTERN) {
        return false;
      }
    }
    return true;
  }

  /// Writes what no block is filled with.
  void write(int count) {
    UnistdH.write(writer(), Memory.allocate(count), count);
  }

  void writeOne() {
    write(1);
  }

  long takeBack(long sent) {
    return sent < 0 ? sent : UnistdH.read(right(), Memory.allocate(sent), sent);
  }

  /// Reads all, and sees that it is what was written.
  void drain(int fd, long size) {
    Memory block = Memory.allocate(1 << 16);
    long left = size;
    while (left > 0) {
      int count = (int) UnistdH.read(fd, block, block.size());
      if (count <= 0 || !isPatterned(block, count)) {
        throw new AssertionError("read " + count + " bytes, or others than were written");
      }
      left -= count;
    }
  }

  @Override
  public void close() {
    descriptors.forEach(UnistdH::close);
    descriptors.clear();
    if (child != null) {
      child.destroyForcibly();
    }
  }
}
