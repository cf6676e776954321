import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Prints what an image costs: `java ImageReport.java IMAGE SECONDS`. It looks for that time at
/// commands that run `sleep`.
final class ImageReport {
  private static final double MIB_IN_KIB = 1024;
  private static final double MOST_MIB = 48;
  private static final double MOST_WAKE_UPS = 2;

  /// For up to 10 s after a start the library looks again at threads that were busy.
  private static final int START_IS_OVER = 12_000;

  private ImageReport() {}

  public static void main(String[] args) throws Exception {
    Path image = Path.of(args[0]);
    int seconds = Integer.parseInt(args[1]);
    long unpacked = 0;
    for (Path file : Tree.files(image)) {
      unpacked += Files.size(file);
    }
    System.out.printf("unpacked: %.1f MiB%n", unpacked / (MIB_IN_KIB * MIB_IN_KIB));
    for (String name : List.of("exec", "run")) {
      look(image.resolve("bin/signalman"), name, seconds);
    }
  }

  private static void look(Path launcher, String name, int seconds)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(launcher.toString(), name, "--", "sleep", "1000").inheritIO().start();
    try {
      Path folder = Path.of("/proc", Long.toString(process.pid()));
      while (process.isAlive() && !hasProgram(process)) {
        Thread.sleep(10);
      }
      Thread.sleep(START_IS_OVER);
      Map<String, Long> before = wakeUps(folder);
      Thread.sleep(seconds * 1000L);
      Map<String, Long> after = wakeUps(folder);
      memory(name, folder);
      idleness(name, before, after, seconds);
    } finally {
      process.destroy();
      process.waitFor();
    }
  }

  private static boolean hasProgram(Process process) {
    return process
        .children()
        .anyMatch(child -> child.info().command().orElse("").endsWith("sleep"));
  }

  private static void memory(String name, Path folder) throws IOException {
    String memory = Files.readString(folder.resolve("smaps_rollup"));
    double resident = mib(memory, "Rss");
    System.out.printf(
        "%s: resident %.1f MiB (target %.0f: %s), shared in proportion %.1f MiB, anonymous %.1f MiB%n",
        name,
        resident,
        MOST_MIB,
        verdict(resident <= MOST_MIB),
        mib(memory, "Pss"),
        mib(memory, "Anonymous"));
  }

  private static void idleness(
      String name, Map<String, Long> before, Map<String, Long> after, int seconds) {
    long all = 0;
    StringBuilder threads = new StringBuilder();
    for (Map.Entry<String, Long> entry : after.entrySet()) {
      long more = entry.getValue() - before.getOrDefault(entry.getKey(), 0L);
      all += more;
      if (more > 0) {
        threads.append(", ").append(entry.getKey()).append(": ").append(more);
      }
    }
    double rate = (double) all / seconds;
    System.out.printf(
        "%s: %.1f wake-ups a second (target %.0f: %s), %d threads%s%n",
        name, rate, MOST_WAKE_UPS, verdict(rate <= MOST_WAKE_UPS), after.size(), threads);
  }

  private static String verdict(boolean met) {
    return met ? "met" : "MISSED";
  }

  private static double mib(String memory, String name) {
    Matcher line = Pattern.compile("(?m)^" + name + ":\\s+(\\d+) kB$").matcher(memory);
    if (!line.find()) {
      throw new IllegalStateException("no " + name + " in " + memory);
    }
    return Long.parseLong(line.group(1)) / MIB_IN_KIB;
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
