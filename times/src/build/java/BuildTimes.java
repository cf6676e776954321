import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Prints how long a build took and which test classes took longest, from the reports of its tests:
/// `java BuildTimes.java ROOT START`. START is the time at which Maven began. Reports that are
/// older belong to earlier builds and do not count.
final class BuildTimes {
  private static final int SLOWEST = 10;
  private static final Pattern SUITE =
      Pattern.compile("<testsuite\\b[^>]*\\bname=\"([^\"]+)\"[^>]*\\btime=\"([0-9.,]+)\"");

  /// What a test class took.
  ///
  /// @param folder the module, and the part of the build if it is not the usual one
  /// @param unit whether it ran in the phase `test`
  private record Suite(String folder, String name, boolean unit, double seconds) {}

  private BuildTimes() {}

  public static void main(String[] args) throws IOException {
    Path root = Path.of(args[0]).toRealPath();
    Instant start = Instant.parse(args[1]);
    Duration whole = Duration.between(start, Instant.now());
    List<Suite> suites = new ArrayList<>();
    for (Path target : targets(root)) {
      add(suites, root, target.resolve("surefire-reports"), start);
      add(suites, root, target.resolve("failsafe-reports"), start);
    }
    if (!suites.isEmpty()) {
      print(suites, whole);
    }
  }

  /// Modules are folders of the root, or of one of these.
  private static List<Path> targets(Path root) throws IOException {
    try (Stream<Path> files = Files.find(root, 3, (path, _) -> path.endsWith("target"))) {
      return files.filter(path -> !path.getParent().equals(root)).toList();
    }
  }

  private static void add(List<Suite> suites, Path root, Path reports, Instant start)
      throws IOException {
    if (!Files.isDirectory(reports)) {
      return;
    }
    try (Stream<Path> files = Files.walk(reports)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".xml")).toList()) {
        if (Files.getLastModifiedTime(file).toInstant().isBefore(start)) {
          continue;
        }
        Matcher suite = SUITE.matcher(Files.readString(file, StandardCharsets.UTF_8));
        if (suite.find()) {
          Path folder = file.getParent();
          boolean usual = folder.equals(reports) || folder.endsWith("children");
          String module = root.relativize(reports.getParent().getParent()).toString();
          suites.add(
              new Suite(
                  usual ? module : module + ", " + folder.getFileName(),
                  suite.group(1).substring(suite.group(1).lastIndexOf('.') + 1),
                  folder.endsWith("surefire-reports"),
                  Double.parseDouble(suite.group(2).replace(",", ""))));
        }
      }
    }
  }

  private static void print(List<Suite> suites, Duration whole) {
    boolean all = suites.stream().anyMatch(suite -> !suite.unit());
    String aim = all ? "all tests: at most 8 min" : "unit tests alone: at most 1 min";
    line("this build took %s (%s, on two quiet cores)", text(whole), aim);
    line("  unit tests took %s", sum(suites.stream().filter(Suite::unit)));
    if (all) {
      line(
          "  tests that start programs took %s, as many at once as there are CPUs",
          sum(suites.stream().filter(suite -> !suite.unit())));
    }
    line("  the slowest test classes:");
    suites.sort(Comparator.comparingDouble(Suite::seconds).reversed());
    for (Suite suite : suites.subList(0, Math.min(SLOWEST, suites.size()))) {
      line("  %7.1f s  %s (%s)", suite.seconds(), suite.name(), suite.folder());
    }
  }

  private static String sum(Stream<Suite> suites) {
    double seconds = suites.mapToDouble(Suite::seconds).sum();
    return text(Duration.ofMillis((long) (1000 * seconds)));
  }

  private static String text(Duration time) {
    return time.toMinutes() + " min " + time.toSecondsPart() + " s";
  }

  private static void line(String format, Object... values) {
    System.out.println(String.format(Locale.ROOT, format, values));
  }
}
