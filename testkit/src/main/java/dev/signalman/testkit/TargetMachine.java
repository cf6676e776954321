package dev.signalman.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A target of machine code, with the tools that assemble, compile and run code for it: the
/// system's own for this machine, otherwise cross tools and user-mode emulation. A test that lacks
/// a tool is skipped with a message that says what to install.
public enum TargetMachine {
  /// x86-64.
  AMD64("amd64", "x86_64", "gcc-x86-64-linux-gnu libc6-dev-amd64-cross"),

  /// 64-bit ARM.
  AARCH64("aarch64", "aarch64", "gcc-aarch64-linux-gnu libc6-dev-arm64-cross");

  private final String osArch;
  private final String gnuName;
  private final String crossPackages;

  TargetMachine(String osArch, String gnuName, String crossPackages) {
    this.osArch = osArch;
    this.gnuName = gnuName;
    this.crossPackages = crossPackages;
  }

  /// Its name in the system property `os.arch`.
  ///
  /// @return the name
  public String osArch() {
    return osArch;
  }

  /// Its name in GNU's tools.
  ///
  /// @return the name
  public String gnuName() {
    return gnuName;
  }

  private boolean isHere() {
    return osArch.equals(System.getProperty("os.arch"));
  }

  /// Runs a binary utility: `as`, `nm`, ...
  ///
  /// @param name its name
  /// @param arguments its arguments; `toString()` gives their text
  /// @return its output
  /// @throws AssertionError if it fails
  public String binutil(String name, Object... arguments) {
    return run(List.of(tool(name)), arguments);
  }

  /// Compiles a C program for this machine.
  ///
  /// @param sources its files
  /// @param program the file to make
  /// @param options more options of the compiler
  /// @throws IOException if the file cannot be written
  /// @throws AssertionError if it does not compile
  public void compile(List<Path> sources, Path program, List<String> options) throws IOException {
    String compiler = compiler();
    requireHeaders(compiler, program.resolveSibling("probe.c"));
    var command = new ArrayList<>(List.of(compiler, "-pthread"));
    command.addAll(linking());
    command.addAll(options);
    sources.forEach(source -> command.add(source.toString()));
    run(command, "-o", program);
  }

  /// Runs a compiled program.
  ///
  /// @param program the file
  /// @param arguments its arguments; `toString()` gives their text
  /// @return its output
  /// @throws AssertionError if its exit status is not 0
  public String execute(Path program, Object... arguments) {
    return run(
        Stream.concat(emulator().stream(), Stream.of(program.toString())).toList(), arguments);
  }

  private String compiler() {
    return tool(isHere() ? "cc" : "gcc");
  }

  /// Under emulation the dynamic linker of the other machine is missing.
  private List<String> linking() {
    return isHere() ? List.of() : List.of("-static");
  }

  private void requireHeaders(String compiler, Path probe) throws IOException {
    Files.writeString(probe, "#include <pthread.h>\nint main(void) { return 0; }\n");
    var command = new ArrayList<>(List.of(compiler));
    command.addAll(linking());
    command.addAll(List.of("-o", probe + ".out", probe.toString()));
    Outcome outcome = outcomeOf(command);
    if (outcome.status() != 0) {
      abort("no C library to compile with: " + installation() + "\n" + outcome.output());
    }
  }

  private List<String> emulator() {
    if (isHere()) {
      return List.of();
    }
    return Stream.of("qemu-" + gnuName, "qemu-" + gnuName + "-static")
        .flatMap(name -> onPath(name).stream())
        .findFirst()
        .map(List::of)
        .orElseGet(() -> abort("no qemu-" + gnuName + " on the PATH: apt-get install qemu-user"));
  }

  private String tool(String name) {
    String full = isHere() ? name : gnuName + "-linux-gnu-" + name;
    return onPath(full).orElseGet(() -> abort("no " + full + " on the PATH: " + installation()));
  }

  private String installation() {
    return "apt-get install " + (isHere() ? "gcc libc6-dev" : crossPackages);
  }

  private static Optional<String> onPath(String name) {
    return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(":", -1))
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst()
        .map(Path::toString);
  }

  private static String run(List<String> command, Object... arguments) {
    var whole = new ArrayList<>(command);
    Arrays.stream(arguments).map(Object::toString).forEach(whole::add);
    Outcome outcome = outcomeOf(whole);
    if (outcome.status() != 0) {
      throw new AssertionError(
          "%s: exit status %d%n%s"
              .formatted(String.join(" ", whole), outcome.status(), outcome.output()));
    }
    return outcome.output();
  }

  private static Outcome outcomeOf(List<String> command) {
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("LC_ALL", "C");
    try {
      Process process = builder.start();
      String output = new String(process.getInputStream().readAllBytes(), UTF_8);
      return new Outcome(process.waitFor(), output);
    } catch (IOException e) {
      throw new AssertionError("cannot run " + String.join(" ", command), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted in " + String.join(" ", command), e);
    }
  }

  private record Outcome(int status, String output) {}
}
