package dev.signalman.cli.proc;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// `/proc/PID`: the facts about a process that every user may read.
///
/// @param path the folder
public record ProcFolder(Path path) {
  private static final Path PROC = Path.of("/proc");

  /// The folder of a process, whether or not there is one.
  public static ProcFolder of(long pid) {
    return new ProcFolder(PROC.resolve(Long.toString(pid)));
  }

  /// The state that all threads of this process share, and that of its first thread.
  ///
  /// @return empty if there is no such process
  /// @throws IOException if it cannot be found out
  public Optional<ProcStatus> status() throws IOException {
    return status(path);
  }

  private static Optional<ProcStatus> status(Path folder) throws IOException {
    return parse(folder, "status", ProcStatus::parse);
  }

  /// What the process is and does.
  ///
  /// @return empty if there is no such process
  /// @throws IOException if it cannot be found out
  public Optional<ProcStat> stat() throws IOException {
    return parse(path, "stat", ProcStat::parse);
  }

  /// Whose the process is.
  ///
  /// @return empty if there is no such process
  /// @throws IOException if it cannot be found out
  public Optional<ProcIds> ids() throws IOException {
    return parse(path, "status", ProcIds::parse);
  }

  private static <T> Optional<T> parse(Path folder, String file, Function<byte[], T> parser)
      throws IOException {
    Optional<byte[]> content = read(folder, file);
    try {
      return content.map(parser);
    } catch (IllegalArgumentException e) {
      throw new IOException(folder + ": " + e.getMessage(), e);
    }
  }

  /// A thread.
  ///
  /// @param tid its id
  /// @param status its state, and that of the whole process
  public record TaskStatus(long tid, ProcStatus status) {}

  /// All present threads, ordered by id.
  public List<TaskStatus> threads() throws IOException {
    List<TaskStatus> threads = new ArrayList<>();
    for (long id : threadIds()) {
      status(path.resolve("task").resolve(Long.toString(id)))
          .ifPresent(status -> threads.add(new TaskStatus(id, status)));
    }
    return threads;
  }

  /// In ascending order; none if the process has ended. Where a process ends while its folder is
  /// opened or read, the kernel answers ENOENT or ESRCH, at either step.
  private List<Long> threadIds() throws IOException {
    List<Long> ids = new ArrayList<>();
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(path.resolve("task"))) {
      folders.forEach(folder -> ids.add(Long.valueOf(folder.getFileName().toString())));
    } catch (IOException | DirectoryIteratorException e) {
      if (Files.exists(path)) {
        throw e instanceof DirectoryIteratorException reading
            ? reading.getCause()
            : (IOException) e;
      }
      return List.of();
    }
    Collections.sort(ids);
    return ids;
  }

  /// All present processes that this one may see, ordered by pid.
  public static List<ProcStat> all() throws IOException {
    List<ProcStat> all = new ArrayList<>();
    String[] names = PROC.toFile().list();
    if (names == null) {
      throw new IOException("/proc cannot be listed");
    }
    for (String name : names) {
      if (Character.isDigit(name.charAt(0))) {
        visible(new ProcFolder(PROC.resolve(name))).ifPresent(all::add);
      }
    }
    all.sort(Comparator.comparingInt(ProcStat::pid));
    return all;
  }

  /// Empty also for a process that is hidden from this one.
  private static Optional<ProcStat> visible(ProcFolder process) {
    try {
      return process.stat();
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  /// The name of the running command: `/proc/PID/comm`, at most 15 bytes.
  ///
  /// @return empty if there is no such process
  public Optional<String> command() throws IOException {
    return read(path, "comm")
        .map(content -> new String(content, StandardCharsets.UTF_8))
        .map(line -> line.endsWith("\n") ? line.substring(0, line.length() - 1) : line);
  }

  /// If the process has ended, opening and reading fail in different ways.
  private static Optional<byte[]> read(Path folder, String name) throws IOException {
    try (InputStream in = new FileInputStream(folder.resolve(name).toFile())) {
      return Optional.of(in.readAllBytes());
    } catch (IOException e) {
      if (!Files.exists(PROC.resolve("self"))) {
        throw new IOException("/proc is not mounted, and nothing can be known without it", e);
      }
      if (Files.exists(folder)) {
        throw e; // for example, /proc is mounted with hidepid=1
      }
      return Optional.empty();
    }
  }
}
