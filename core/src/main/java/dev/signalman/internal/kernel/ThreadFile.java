package dev.signalman.internal.kernel;

import dev.signalman.posix.ErrnoH;
import dev.signalman.posix.FcntlH;
import dev.signalman.posix.Memory;
import dev.signalman.posix.SignalH;
import dev.signalman.posix.UnistdH;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Reads the files of a thread in `/proc/self/task`, into memory that is allocated beforehand.
///
/// It does not use `java.nio.file`, which does not close a standard descriptor but puts `/dev/null`
/// there.
public final class ThreadFile implements ThreadIdentity {
  private static final byte[] THREADS =
      (ThreadMasks.TASKS + "/").getBytes(StandardCharsets.ISO_8859_1);
  private static final byte[] PROCESSES = "/proc/".getBytes(StandardCharsets.ISO_8859_1);
  private static final byte[] STATUS = "/status".getBytes(StandardCharsets.ISO_8859_1);
  private static final byte[] COMM = "/comm".getBytes(StandardCharsets.ISO_8859_1);
  private static final byte[] STAT = "/stat".getBytes(StandardCharsets.ISO_8859_1);
  private static final byte[] SYSCALL = "/syscall".getBytes(StandardCharsets.ISO_8859_1);
  private static final int BLOCK = 4_096;

  /// The number of fields in `stat` between the name's closing bracket and the start time.
  private static final int BEFORE_START = 20;

  private final byte[] folder;
  private final byte[] name = new byte[64];
  private final Memory path = Memory.allocate(name.length);
  private final Memory block = Memory.allocate(BLOCK);
  private byte[] content = new byte[BLOCK];
  private int size;

  /// Reads files of this process's threads.
  public ThreadFile() {
    this(THREADS);
  }

  private ThreadFile(byte[] folder) {
    this.folder = folder;
  }

  /// Reads the same files of processes: those of their first threads, in `/proc`.
  public static ThreadFile ofProcesses() {
    return new ThreadFile(PROCESSES);
  }

  /// Reads the file `status` (proc(5)).
  ///
  /// @return 0 or `-errno`; then [#text] has the content, empty if the thread has ended
  int status(int tid) {
    int result = read(tid, STATUS);
    if (result == -ErrnoH.ENOENT || result == -ErrnoH.ESRCH) {
      size = 0;
      return 0;
    }
    return result;
  }

  /// The text that was read last.
  String text() {
    return new String(content, 0, size, StandardCharsets.ISO_8859_1);
  }

  /// The start time of the thread, in ticks of the kernel.
  @Override
  public long of(int tid) {
    return read(tid, STAT) < 0 ? 0 : start(content, size);
  }

  /// Finds the start time. A thread's name stands in brackets, and may contain any character.
  static long start(byte[] stat, int size) {
    int at = nameEnd(stat, size);
    int fields = 0;
    long start = 0;
    for (at++; at >= 1 && at < size && fields <= BEFORE_START; at++) {
      if (stat[at] == ' ') {
        fields++;
      } else if (fields == BEFORE_START) {
        start = start * 10 + stat[at] - '0';
      }
    }
    return start;
  }

  /// A thread's name with a line feed; empty if it cannot be read.
  public String name(int tid) {
    return read(tid, COMM) < 0 ? "" : text();
  }

  /// Whether a thread sleeps in the kernel, and neither runs nor waits for a CPU, nor
  /// [#isSuspended]. Where the kernel does not show in which call, each sleeping thread rests.
  @Override
  public boolean isAtRest(int tid) {
    if (read(tid, STAT) != 0 || state(content, size) != 'S') {
      return false;
    }
    if (read(tid, SYSCALL) != 0) {
      return true;
    }
    long number = systemCall(content, size);
    return number >= 0 && number != SignalH.SYS_SIGSUSPEND;
  }

  /// Whether a thread waits in sigsuspend(2). HotSpot's threads do so in the handler that suspends
  /// them, until the thread that has suspended them resumes them.
  @Override
  public boolean isSuspended(int tid) {
    return read(tid, SYSCALL) == 0 && systemCall(content, size) == SignalH.SYS_SIGSUSPEND;
  }

  /// Reads the file `syscall`: the number of the call in which a thread sleeps. The file says
  /// `running`, or -1, for a thread that is in none.
  ///
  /// @return the number, or -1
  static long systemCall(byte[] syscall, int size) {
    long number = 0;
    int at = 0;
    while (at < size && syscall[at] >= '0' && syscall[at] <= '9') {
      number = number * 10 + syscall[at++] - '0';
    }
    return at > 0 ? number : -1;
  }

  /// The letter of the state, after the name; 0 if there is none.
  static char state(byte[] stat, int size) {
    int at = nameEnd(stat, size) + 2;
    return at < 2 || at >= size ? 0 : (char) stat[at];
  }

  private static int nameEnd(byte[] stat, int size) {
    int at = size - 1;
    while (at >= 0 && stat[at] != ')') {
      at--;
    }
    return at < 0 ? -2 : at;
  }

  private int read(int tid, byte[] file) {
    fill(tid, file);
    int descriptor = FcntlH.open(path, FcntlH.O_RDONLY | FcntlH.O_CLOEXEC, 0);
    if (descriptor < 0) {
      return descriptor;
    }
    size = 0;
    long count = UnistdH.readAny(descriptor, block); // nothing if the thread has ended meanwhile
    while (count > 0) {
      append((int) count);
      count = UnistdH.readAny(descriptor, block);
    }
    UnistdH.close(descriptor);
    return 0;
  }

  private void append(int count) {
    if (size + count > content.length) {
      content = Arrays.copyOf(content, content.length * 2);
    }
    System.arraycopy(block.getBytes(count), 0, content, size, count);
    size += count;
  }

  private void fill(int tid, byte[] file) {
    int end = 0;
    for (byte character : folder) {
      name[end++] = character;
    }
    int digits = 1;
    for (int rest = tid / 10; rest > 0; rest /= 10) {
      digits++;
    }
    int number = tid;
    for (int digit = digits - 1; digit >= 0; digit--) {
      name[end + digit] = (byte) ('0' + number % 10);
      number /= 10;
    }
    end += digits;
    for (byte character : file) {
      name[end++] = character;
    }
    Arrays.fill(name, end, name.length, (byte) 0);
    path.putBytes(name);
  }
}
