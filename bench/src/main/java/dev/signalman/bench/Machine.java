package dev.signalman.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryManagerMXBean;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What the figures depend on.
public final class Machine {
  static final Charset CHARSET = StandardCharsets.UTF_8;

  private static final String CPUS = "Cpus_allowed_list:";

  private Machine() {}

  /// The C compiler's version, or null if there is none.
  static @Nullable String compiler() {
    return version("cc");
  }

  /// Python's version, or null if there is none.
  static @Nullable String python() {
    return version("python3");
  }

  /// The program itself, not a script that looks for it, or null if there is none.
  static @Nullable String pythonProgram() {
    return output("python3", "-c", "import sys; print(sys.executable)");
  }

  private static @Nullable String version(String command) {
    return output(command, "--version");
  }

  /// The first line that it prints, or null if there is no such command.
  private static @Nullable String output(String... command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String output = new String(process.getInputStream().readAllBytes(), CHARSET);
      return process.waitFor() == 0 ? output.lines().findFirst().orElse("") : null;
    } catch (IOException e) {
      return null; // no such command
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts this program", e);
    }
  }

  /// Names and values, in the order in which they are printed.
  static Map<String, String> describe() throws IOException {
    Map<String, String> facts = describeWithoutPeers();
    facts.put("C compiler", compiler() + ", -O2");
    String python = python();
    facts.put("Python", python == null ? "none" : python);
    return facts;
  }

  /// The same without what only the peers need.
  public static Map<String, String> describeWithoutPeers() throws IOException {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("date", Instant.now().truncatedTo(ChronoUnit.MINUTES).toString());
    facts.put(
        "machine",
        processor()
            + ", "
            + Runtime.getRuntime().availableProcessors()
            + " CPUs, "
            + System.getProperty("os.arch"));
    facts.put("kernel", "Linux " + System.getProperty("os.version"));
    facts.put("JDK", System.getProperty("java.vendor.version") + " (" + collector() + ")");
    return facts;
  }

  /// The CPUs that this process may run on.
  static List<Integer> cpus() {
    try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
      String list =
          lines
              .filter(line -> line.startsWith(CPUS))
              .findFirst()
              .orElseThrow()
              .substring(CPUS.length());
      return Stream.of(list.strip().split(",", -1)).flatMapToInt(Machine::range).boxed().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static IntStream range(String text) {
    String[] ends = text.split("-", -1);
    return IntStream.rangeClosed(
        Integer.parseInt(ends[0]), Integer.parseInt(ends[ends.length - 1]));
  }

  /// Running averages of waiting processes: how quiet the machine is.
  public static String load() throws IOException {
    String[] fields = Files.readString(Path.of("/proc/loadavg")).split(" ", -1);
    return fields[0] + " " + fields[1] + " " + fields[2];
  }

  private static String processor() throws IOException {
    List<String> lines = Files.readAllLines(Path.of("/proc/cpuinfo"));
    return lines.stream()
        .filter(line -> line.startsWith("model name"))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst()
        .orElse("processor without a name");
  }

  /// The measured VMs choose theirs by the same rule, unless an option of theirs says otherwise.
  private static String collector() {
    return ManagementFactory.getGarbageCollectorMXBeans().stream()
        .map(MemoryManagerMXBean::getName)
        .collect(Collectors.joining(", "));
  }
}
