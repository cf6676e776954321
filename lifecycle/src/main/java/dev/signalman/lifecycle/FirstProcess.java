package dev.signalman.lifecycle;

import dev.signalman.PosixException;
import dev.signalman.process.Orphans;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The duties of process 1 of a container. Orphans become its children, and no other process can
/// wait for them. When it ends, the kernel kills all processes of the container.
final class FirstProcess implements AutoCloseable {
  private static final Path PROC = Path.of("/proc");
  private static final int NAMED = 5;

  /// The place of a field in `/proc/PID/stat`, counted from the state of the process as 0
  /// (proc(5)).
  private static final int THREADS = 17;

  private final @Nullable Orphans orphans;

  /// The reason why this process does not wait for orphans.
  private final String refusal;

  private FirstProcess(@Nullable Orphans orphans, String refusal) {
    this.orphans = orphans;
    this.refusal = refusal;
  }

  /// Waits for orphans from now on, unless the program already does so.
  ///
  /// @param warn gets a message if orphans will stay zombies
  /// @return null if this is another process
  static @Nullable FirstProcess begin(Consumer<String> warn) {
    if (ProcessHandle.current().pid() != 1) {
      return null;
    }
    try {
      return new FirstProcess(Orphans.adopt(), "");
    } catch (IllegalStateException e) {
      return new FirstProcess(null, "the program waits for orphans itself");
    } catch (PosixException | RuntimeException e) {
      String warning = "nobody waits for orphans: " + e.getMessage();
      warn.accept("as process 1: " + warning);
      return new FirstProcess(null, warning);
    }
  }

  /// The text for the report: how many orphans this process has waited for, and which processes end
  /// with it.
  String summary() {
    Orphans adopted = orphans;
    String waited = adopted == null ? refusal : "orphans waited for: " + adopted.count();
    return "as process 1: " + waited + "; " + left();
  }

  private static String left() {
    try {
      List<Long> pids = others();
      List<String> names = new ArrayList<>();
      for (long pid : pids.subList(0, Math.min(NAMED, pids.size()))) {
        names.add(name(pid));
      }
      String more = pids.size() > NAMED ? " and " + (pids.size() - NAMED) + " more" : "";
      return pids.isEmpty()
          ? "no process is left"
          : "killed by its end: " + String.join(", ", names) + more;
    } catch (IOException | DirectoryIteratorException e) {
      return "it is unknown which processes are left: " + e.getMessage();
    }
  }

  /// The processes of this pid namespace that have not ended, in ascending order.
  private static List<Long> others() throws IOException {
    if (!"1".equals(Files.readSymbolicLink(PROC.resolve("self")).toString())) {
      throw new IOException("/proc belongs to another pid namespace");
    }
    List<Long> pids = new ArrayList<>();
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(PROC, "[0-9]*")) {
      for (Path folder : folders) {
        long pid = Long.parseLong(folder.getFileName().toString());
        if (pid != 1 && !isOver(pid)) {
          pids.add(pid);
        }
      }
    }
    Collections.sort(pids);
    return pids;
  }

  /// Whether a process has ended: its only thread is a zombie, or it no longer exists.
  private static boolean isOver(long pid) {
    try {
      String stat = text(pid, "stat");
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      return fields[0].equals("Z") && Integer.parseInt(fields[THREADS]) <= 1;
    } catch (IOException _) {
      return true;
    }
  }

  /// The kernel cuts the name of a program after 15 bytes, perhaps within a character.
  private static String text(long pid, String file) throws IOException {
    return Files.readString(PROC.resolve(pid + "/" + file), StandardCharsets.ISO_8859_1);
  }

  private static String name(long pid) {
    try {
      return text(pid, "comm").strip() + " (pid " + pid + ")";
    } catch (IOException _) {
      return "pid " + pid;
    }
  }

  /// Stops waiting for orphans.
  @Override
  public void close() {
    if (orphans != null) {
      orphans.close();
    }
  }
}
