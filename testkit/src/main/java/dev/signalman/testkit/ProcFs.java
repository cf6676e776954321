package dev.signalman.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The state of a process or one of its threads, as the kernel reports it: proc_pid_status(5).
///
/// Signal sets are bit sets in which bit 15 stands for signal 15.
///
/// @param user the real user id it runs under (Uid)
/// @param state one letter: `R` running, `S` sleeping, `T` stopped, `Z` zombie, ...
/// @param pending signals that wait for this thread alone (SigPnd)
/// @param sharedPending signals that wait for the whole process (ShdPnd)
/// @param blocked signals in this thread's mask (SigBlk)
/// @param ignored signals that the process ignores (SigIgn)
/// @param caught signals for which the process has a handler (SigCgt)
/// @param queued the number of signals queued for the process's user (SigQ)
/// @param queueLimit the limit of that number (SigQ)
public record ProcFs(
    int user,
    char state,
    BitSet pending,
    BitSet sharedPending,
    BitSet blocked,
    BitSet ignored,
    BitSet caught,
    int queued,
    long queueLimit) {
  private static final int O_CLOEXEC = 0x80000;

  /// Reads the state of a process; its thread-wise parts are those of its first thread.
  ///
  /// @param pid the process
  /// @return its state
  /// @throws NoSuchFileException if there is no such process
  /// @throws IOException if its state cannot be read
  public static ProcFs process(long pid) throws IOException {
    return read(folder(pid));
  }

  /// Whether a process has ended: it is a zombie, or there is none with this number.
  ///
  /// @param pid the process
  /// @return whether it has
  public static boolean hasEnded(long pid) {
    try {
      return process(pid).state() == 'Z';
    } catch (IOException e) {
      if (Files.exists(folder(pid))) {
        throw new UncheckedIOException(e);
      }
      return true;
    }
  }

  /// Reads the state of a thread.
  ///
  /// @param pid the process
  /// @param tid the thread
  /// @return its state
  /// @throws NoSuchFileException if there is no such thread
  /// @throws IOException if its state cannot be read
  public static ProcFs thread(long pid, long tid) throws IOException {
    return read(task(pid, tid));
  }

  /// Lists the threads of a process. They may have ended by the time that the caller inspects them.
  ///
  /// @param pid the process
  /// @return the ids of its threads
  /// @throws NoSuchFileException if it has ended
  /// @throws IOException if they cannot be listed
  public static List<Long> threads(long pid) throws IOException {
    List<Long> threads = numbersIn(folder(pid).resolve("task"));
    requireRunning(pid);
    return threads;
  }

  /// A zombie has neither descriptors nor other threads. A test must not take that for a process
  /// that has left none behind.
  private static void requireRunning(long pid) throws NoSuchFileException {
    if (hasEnded(pid)) {
      throw new NoSuchFileException(folder(pid).toString(), null, "the process has ended");
    }
  }

  /// Waits until a process has no new descriptor open. A leaked one stays open; the VM itself has
  /// files open for a moment. Jars do not count: the VM opens those of its class path when it needs
  /// the first class of each.
  ///
  /// @param pid the process
  /// @param before the earlier result of [#descriptors]
  /// @throws Exception if they cannot be listed
  /// @throws AssertionError if it keeps another one
  public static void awaitNoFurtherDescriptor(long pid, Map<Integer, String> before)
      throws Exception {
    Eventually.until(
        "process " + pid + " has no descriptors but " + before,
        () -> before.entrySet().containsAll(withoutJars(descriptors(pid)).entrySet()));
  }

  private static Map<Integer, String> withoutJars(Map<Integer, String> descriptors) {
    descriptors.values().removeIf(target -> target.endsWith(".jar"));
    return descriptors;
  }

  /// Lists the open descriptors of a process.
  ///
  /// @param pid the process
  /// @return the target of each number: a path, `pipe:[123]`, `anon_inode:[signalfd]`, ...
  /// @throws NoSuchFileException if it has ended
  /// @throws IOException if they cannot be listed
  public static Map<Integer, String> descriptors(long pid) throws IOException {
    Path folder = folder(pid).resolve("fd");
    Map<Integer, String> open = new TreeMap<>();
    for (long fd : numbersIn(folder)) {
      String target = target(folder.resolve(Long.toString(fd)));
      if (target != null) {
        open.put((int) fd, target);
      }
    }
    requireRunning(pid);
    return open;
  }

  /// Whether a descriptor of a process is closed by exec(2).
  ///
  /// @param pid the process
  /// @param fd the descriptor
  /// @return whether it is
  /// @throws IOException if it is not open
  public static boolean isCloseOnExec(long pid, int fd) throws IOException {
    return (flags(pid, fd) & O_CLOEXEC) != 0;
  }

  /// The flags of a descriptor of a process and of its open file, as open(2) takes them.
  ///
  /// @param pid the process
  /// @param fd the descriptor
  /// @return the flags
  /// @throws IOException if it is not open
  public static int flags(long pid, int fd) throws IOException {
    return Integer.parseInt(field(fields(folder(pid).resolve("fdinfo/" + fd)), "flags"), 8);
  }

  /// Lists the signals that each thread of a process blocks. Threads that end meanwhile are left
  /// out.
  ///
  /// @param pid the process
  /// @return the masks by thread id
  /// @throws IOException if they cannot be listed
  public static Map<Long, BitSet> masks(long pid) throws IOException {
    Map<Long, BitSet> masks = new TreeMap<>();
    for (long tid : threads(pid)) {
      try {
        masks.put(tid, thread(pid, tid).blocked());
      } catch (IOException e) {
        if (hasThread(pid, tid)) {
          throw e;
        }
      }
    }
    return masks;
  }

  /// Whether a process has a thread.
  ///
  /// @param pid the process
  /// @param tid the thread
  /// @return whether it is there
  public static boolean hasThread(long pid, long tid) {
    return Files.exists(task(pid, tid));
  }

  /// The name of a thread, of which the kernel keeps 15 characters.
  ///
  /// @param pid the process
  /// @param tid the thread
  /// @return its name
  /// @throws IOException if there is no such thread
  public static String threadName(long pid, long tid) throws IOException {
    return Files.readString(task(pid, tid).resolve("comm")).strip();
  }

  /// The number of times that a thread has gone to sleep by itself.
  ///
  /// @param pid the process
  /// @param tid the thread
  /// @return the count since the thread began
  /// @throws IOException if there is no such thread
  public static long voluntarySwitches(long pid, long tid) throws IOException {
    return Long.parseLong(
        field(fields(task(pid, tid).resolve("status")), "voluntary_ctxt_switches"));
  }

  private static @Nullable String target(Path link) throws IOException {
    try {
      return Files.readSymbolicLink(link).toString();
    } catch (NoSuchFileException e) {
      return null; // closed since it was listed
    }
  }

  private static Path task(long pid, long tid) {
    return folder(pid).resolve("task").resolve(Long.toString(tid));
  }

  private static Path folder(long pid) {
    return Path.of("/proc", Long.toString(pid));
  }

  private static List<Long> numbersIn(Path folder) throws IOException {
    List<Long> numbers = new ArrayList<>();
    try (Stream<Path> entries = Files.list(folder)) {
      entries.map(entry -> Long.valueOf(entry.getFileName().toString())).forEach(numbers::add);
    }
    return numbers;
  }

  private static ProcFs read(Path folder) throws IOException {
    Map<String, String> fields = fields(folder.resolve("status"));
    String[] queue = field(fields, "SigQ").split("/", 2);
    return new ProcFs(
        Integer.parseInt(field(fields, "Uid").split("\\s", 2)[0]),
        field(fields, "State").charAt(0),
        mask(fields, "SigPnd"),
        mask(fields, "ShdPnd"),
        mask(fields, "SigBlk"),
        mask(fields, "SigIgn"),
        mask(fields, "SigCgt"),
        Integer.parseInt(queue[0]),
        Long.parseUnsignedLong(queue[1]));
  }

  private static Map<String, String> fields(Path file) throws IOException {
    return Files.readAllLines(file).stream()
        .map(line -> line.split(":\\s*", 2))
        .filter(parts -> parts.length == 2)
        .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1], (first, next) -> first));
  }

  private static String field(Map<String, String> fields, String name) throws IOException {
    String value = fields.get(name);
    if (value == null) {
      throw new IOException("no " + name + " in a status file of /proc");
    }
    return value;
  }

  private static BitSet mask(Map<String, String> fields, String name) throws IOException {
    long bits = Long.parseUnsignedLong(field(fields, name), 16);
    BitSet signals = new BitSet();
    for (int signal = 1; signal <= Long.SIZE; signal++) {
      signals.set(signal, (bits >>> (signal - 1) & 1) == 1);
    }
    return signals;
  }
}
