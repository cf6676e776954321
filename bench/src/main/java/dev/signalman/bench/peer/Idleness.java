package dev.signalman.bench.peer;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What it costs a parent to have children that do nothing.
final class Idleness {
  private Idleness() {}

  /// Starts the children, lets the process rest, and ends them.
  ///
  /// @return CPU nanoseconds and wake-ups meanwhile of the threads that look after them, and what
  ///   each child takes of this process: resident bytes, threads and descriptors, as hundredths
  static String of(Children children, int count, long millis) throws Exception {
    System.gc();
    long memory = resident();
    long threads = entries("task");
    long descriptors = entries("fd");
    try (AutoCloseable _ = children.idle(count)) {
      Thread.sleep(millis); // the VM itself comes to rest
      List<Path> tasks = tasks(children.threads());
      long cpu = cpu(tasks);
      long switches = switches(tasks);
      Thread.sleep(millis);
      long used = cpu(tasks) - cpu;
      long woken = switches(tasks) - switches;
      return "%d %d %d %d %d"
          .formatted(
              used,
              woken,
              (resident() - memory) / count,
              100 * (entries("task") - threads) / count,
              100 * (entries("fd") - descriptors) / count);
    }
  }

  private static long cpu(List<Path> tasks) throws IOException {
    long sum = 0;
    for (Path task : tasks) {
      // Nanoseconds on a CPU, nanoseconds waiting for one, time slices.
      sum += Long.parseLong(Files.readString(task.resolve("schedstat")).split(" ", -1)[0]);
    }
    return sum;
  }

  private static long switches(List<Path> tasks) throws IOException {
    long sum = 0;
    for (Path task : tasks) {
      sum += field(task.resolve("status"), "voluntary_ctxt_switches:");
    }
    return sum;
  }

  private static List<Path> tasks(String name) throws IOException {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> tasks = Files.newDirectoryStream(Path.of("/proc/self/task"))) {
      for (Path task : tasks) {
        if (Files.readString(task.resolve("comm")).startsWith(name)) {
          found.add(task);
        }
      }
    }
    return found;
  }

  private static long resident() throws IOException {
    return 1024 * field(Path.of("/proc/self/status"), "VmRSS:");
  }

  private static long field(Path file, String name) throws IOException {
    for (String line : Files.readAllLines(file)) {
      if (line.startsWith(name)) {
        return Long.parseLong(line.substring(name.length()).replaceAll("\\D", ""));
      }
    }
    throw new IOException(file + " has no " + name);
  }

  private static long entries(String folder) throws IOException {
    long count = 0;
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(Path.of("/proc/self", folder))) {
      for (Path _ : entries) {
        count++;
      }
    }
    return count;
  }
}
