package dev.signalman.internal.handler;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A kind of machine the handler code is for, with the tools that assemble, compile and run for it:
/// the system's own where it is this machine, cross tools and user-mode emulation where it is not.
enum TargetMachine {
  AMD64("amd64", "x86_64", "gcc-x86-64-linux-gnu libc6-dev-amd64-cross", Amd64Listing.TEXT),
  AARCH64("aarch64", "aarch64", "gcc-aarch64-linux-gnu libc6-dev-arm64-cross", Aarch64Listing.TEXT);

  private static final Path SOURCES =
      Path.of("src/main/java/dev/signalman/internal/handler").toAbsolutePath();

  final String listing;
  private final String osArch;
  private final String gnuName;
  private final String crossPackages;

  TargetMachine(String osArch, String gnuName, String crossPackages, String listing) {
    this.osArch = osArch;
    this.listing = listing;
    this.gnuName = gnuName;
    this.crossPackages = crossPackages;
  }

  HandlerCode code() {
    return HandlerCode.forArchitecture(osArch);
  }

  private boolean isHere() {
    return osArch.equals(System.getProperty("os.arch"));
  }

  Path assembly() {
    return SOURCES.resolve(gnuName + ".S");
  }

  /// Runs a binary utility (`as`, `nm`, ...) and returns what it prints.
  String binutil(String name, Object... arguments) {
    return run(List.of(tool(name)), arguments);
  }

  /// Compiles a C program for this machine.
  void compile(List<Path> sources, Path program, List<String> options) throws IOException {
    String compiler = compiler();
    requireHeaders(compiler, program.resolveSibling("probe.c"));
    var command = new ArrayList<>(List.of(compiler, "-pthread"));
    command.addAll(linking());
    command.addAll(options);
    sources.forEach(source -> command.add(source.toString()));
    run(command, "-o", program);
  }

  /// Runs a compiled program and returns what it prints. Anything but exit status 0 is a failure.
  String execute(Path program, Object... arguments) {
    return run(
        Stream.concat(emulator().stream(), Stream.of(program.toString())).toList(), arguments);
  }

  private String compiler() {
    return tool(isHere() ? "cc" : "gcc");
  }

  /// Emulation has no dynamic linker of the other machine at hand.
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
    return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(":"))
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst()
        .map(Path::toString);
  }

  private static String run(List<String> command, Object... arguments) {
    var whole = new ArrayList<>(command);
    Arrays.stream(arguments).map(Object::toString).forEach(whole::add);
    Outcome outcome = outcomeOf(whole);
    assertThat(outcome.status())
        .as("status of %s, which printed:%n%s", String.join(" ", whole), outcome.output())
        .isZero();
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
