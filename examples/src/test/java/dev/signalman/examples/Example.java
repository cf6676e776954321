package dev.signalman.examples;

import dev.signalman.testkit.ChildJvm;
import dev.signalman.testkit.ChildProgram;
import dev.signalman.testkit.Peer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/// The programs under test, and what several tests ask about their children.
final class Example {
  private Example() {}

  /// A program in a JVM of its own.
  static ChildJvm.Builder named(String name) throws ClassNotFoundException {
    // A compact source file makes a class that other source code cannot name.
    return ChildJvm.of(Class.forName(name, false, Example.class.getClassLoader()));
  }

  /// A program in a terminal window of its own, which `terminal.py` describes. Skips the test where
  /// there is no Python.
  static ChildJvm.Builder inTerminal(String name) throws Exception {
    Peer.assumePython();
    return named(name).prefix("python3", resource("terminal.py").toString());
  }

  /// A program that `java` runs from its source, without a compiler's output.
  static ChildProgram source(Path file, String... args) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(ChildJvm.java());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("-cp");
    command.add(ChildJvm.classPath());
    command.add(file.toString());
    command.addAll(List.of(args));
    return ChildProgram.start(command.toArray(String[]::new));
  }

  /// A port for the program's source. Nothing else has it between now and the program's start, as
  /// far as a test can make sure.
  static String freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return Integer.toString(socket.getLocalPort());
    }
  }

  private static Path resource(String name) throws URISyntaxException {
    URL url = Example.class.getResource(name);
    return Path.of(Objects.requireNonNull(url, name).toURI());
  }

  /// The pids in a line such as `at work: [17, 18]`.
  static List<Long> pids(String line) {
    String list = line.substring(line.indexOf('[') + 1, line.indexOf(']'));
    return Arrays.stream(list.split(", "))
        .filter(text -> !text.isEmpty())
        .map(Long::valueOf)
        .toList();
  }

  /// Whether nothing is left of a process, not even a zombie.
  static boolean isGone(long pid) {
    return Files.notExists(Path.of("/proc", Long.toString(pid)));
  }

  /// The time at the end of the program's next line, which must begin with `start`.
  static LocalTime time(ChildJvm program, String start) throws InterruptedException {
    String line = program.line();
    if (!line.startsWith(start)) {
      throw program.failure("expected <" + start + "...> but got <" + line + ">");
    }
    return LocalTime.parse(line.substring(start.length()));
  }

  /// The way from one time of day to another, over midnight if need be.
  static Duration between(LocalTime start, LocalTime end) {
    Duration time = Duration.between(start, end);
    return time.isNegative() ? time.plusDays(1) : time;
  }
}
