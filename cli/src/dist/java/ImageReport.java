import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Prints what an image costs: `java ImageReport.java IMAGE SECONDS COMMAND...`. It starts the command
/// of the launcher, which must run `sleep`, and looks at it for that time.
final class ImageReport {
  private static final long MIB_IN_KIB = 1024;

  private ImageReport() {}

  public static void main(String[] args) throws Exception {
    Path image = Path.of(args[0]);
    int seconds = Integer.parseInt(args[1]);
    List<String> command = new java.util.ArrayList<>();
    command.add(image.resolve("bin/signalman").toString());
    command.addAll(List.of(args).subList(2, args.length));

    long unpacked = 0;
    for (Path file : Tree.files(image)) {
      unpacked += Files.size(file);
    }
    System.out.printf("unpacked: %.1f MiB%n", (double) unpacked / (MIB_IN_KIB * MIB_IN_KIB));
    Process process = new ProcessBuilder(command).inheritIO().start();
    try {
      Path folder = Path.of("/proc", Long.toString(process.pid()));
      while (process.isAlive() && !hasProgram(process)) {
        Thread.sleep(10);
      }
      Thread.sleep(2000); // until the start is over
      Map<String, Long> before = wakeUps(folder);
      Thread.sleep(seconds * 1000L);
      Map<String, Long> after = wakeUps(folder);
      print(String.join(" ", command.subList(1, command.size())), folder, before, after, seconds);
    } finally {
      process.destroy();
      process.waitFor();
    }
  }

  private static boolean hasProgram(Process process) {
    return process.children()
        .anyMatch(child -> child.info().command().orElse("").endsWith("sleep"));
  }

  private static void print(
      String command, Path folder, Map<String, Long> before, Map<String, Long> after, int seconds)
      throws IOException {
    String memory = Files.readString(folder.resolve("smaps_rollup"));
    System.out.printf(
        "%s: RSS %.1f MiB, PSS %.1f MiB, private %.1f MiB%n",
        command,
        mib(memory, "Rss"),
        mib(memory, "Pss"),
        mib(memory, "Private_Clean") + mib(memory, "Private_Dirty"));
    long all = 0;
    StringBuilder threads = new StringBuilder();
    for (Map.Entry<String, Long> entry : after.entrySet()) {
      long more = entry.getValue() - before.getOrDefault(entry.getKey(), 0L);
      all += more;
      if (more > 0) {
        threads.append(", ").append(entry.getKey()).append(' ').append(more);
      }
    }
    System.out.printf(
        "%s: %d wake-ups in %d s, %.1f a second, %d threads%s%n",
        command, all, seconds, (double) all / seconds, after.size(), threads);
  }

  private static double mib(String memory, String name) {
    Matcher line = Pattern.compile("(?m)^" + name + ":\\s+(\\d+) kB$").matcher(memory);
    if (!line.find()) {
      throw new IllegalStateException("no " + name + " in " + memory);
    }
    return (double) Long.parseLong(line.group(1)) / MIB_IN_KIB;
  }

  /// How often each thread has gone to sleep so far.
  private static Map<String, Long> wakeUps(Path folder) throws IOException {
    Map<String, Long> wakeUps = new TreeMap<>();
    try (Stream<Path> tasks = Files.list(folder.resolve("task"))) {
      for (Path task : tasks.toList()) {
        String name = Files.readString(task.resolve("comm")).strip() + " " + task.getFileName();
        for (String line : Files.readAllLines(task.resolve("status"))) {
          if (line.startsWith("voluntary_ctxt_switches:")) {
            wakeUps.put(name, Long.parseLong(line.replaceAll("\\D", "")));
          }
        }
      }
    }
    return wakeUps;
  }
}
