package dev.signalman.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One run: its options, its folder of compiled programs and boards, and the processes it started.
final class Session implements AutoCloseable {
  private static final Path SHARED_MEMORY = Path.of("/dev/shm");

  private final Options options;
  private final Calm calm;
  private final Path sources;
  private final Path folder;
  private final Path disk;
  private final Map<String, Path> programs = new HashMap<>();
  private final Deque<Peer> peers = new ArrayDeque<>();
  private final Thread end = new Thread(this::cleanUp);

  /// @param sources the folder bench/peers
  Session(Options options, Path sources) throws IOException {
    this.options = options;
    this.calm = new Calm(options.patience());
    this.sources = sources;
    // In memory: on a disk the writing back of a mapped page would stall whoever writes to it next.
    this.folder =
        Files.isWritable(SHARED_MEMORY)
            ? Files.createTempDirectory(SHARED_MEMORY, "signalman-bench")
            : Files.createTempDirectory("signalman-bench");
    this.disk = Files.createTempDirectory("signalman-bench");
    Runtime.getRuntime().addShutdownHook(end);
  }

  Options options() {
    return options;
  }

  /// What to wait for before each turn that counts.
  Calm calm() {
    return calm;
  }

  /// A new board that no peer has yet.
  Path board(String name) {
    return folder.resolve(name + ".board");
  }

  /// A new folder for what is too large for memory.
  Path onDisk(String name) throws IOException {
    return Files.createTempDirectory(disk, name);
  }

  /// A file or folder by its path from bench/peers.
  Path sources(String path) {
    return sources.resolve(path).normalize();
  }

  /// The program `java` of the VMs that are measured.
  static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  /// The C program of that name, compiled on first use.
  String program(String name) throws IOException, InterruptedException {
    Path program = programs.get(name);
    if (program == null) {
      program = folder.resolve(name);
      Path source = sources.resolve(name + ".c");
      output(
          List.of(
              "cc",
              "-O2",
              "-D_GNU_SOURCE",
              "-pthread",
              "-o",
              program.toString(),
              source.toString()));
      programs.put(name, program);
    }
    return program.toString();
  }

  Peer startC(String name, String program, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(program(program)));
    command.addAll(List.of(arguments));
    return start(name, command);
  }

  /// Starts a program of `dev.signalman.bench.peer` in a VM of its own.
  Peer startJava(String name, String type, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(java());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.addAll(options.jvm());
    command.addAll(List.of("-classpath", System.getProperty("java.class.path")));
    command.add("dev.signalman.bench.peer." + type);
    command.addAll(List.of(arguments));
    return start(name, command);
  }

  /// Starts a Python script of bench/peers, or says that there is no Python.
  @Nullable Peer startPython(String name, String script, String... arguments) throws IOException {
    if (Machine.python() == null) {
      return null;
    }
    List<String> command = new ArrayList<>(List.of("python3", sources.resolve(script).toString()));
    command.addAll(List.of(arguments));
    return start(name, command);
  }

  private Peer start(String name, List<String> command) throws IOException {
    Peer peer = Peer.start(name, command);
    peers.add(peer);
    return peer;
  }

  /// Holds all threads of a peer, and what they will start, to one CPU.
  void hold(Peer peer, int cpu) throws IOException, InterruptedException {
    output(
        List.of(
            "taskset",
            "--all-tasks",
            "--cpu-list",
            "--pid",
            Integer.toString(cpu),
            Integer.toString(peer.pid())));
  }

  /// Ends the peers of a measure.
  void endPeers() {
    while (!peers.isEmpty()) {
      peers.removeLast().close();
    }
  }

  /// Runs a command to its successful end and returns what it printed.
  String output(List<String> command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), Machine.CHARSET);
    int status = process.waitFor();
    if (status != 0) {
      throw new IOException(command.getFirst() + " ended with status " + status);
    }
    return output.strip();
  }

  @Override
  public void close() {
    Runtime.getRuntime().removeShutdownHook(end);
    cleanUp();
  }

  private void cleanUp() {
    endPeers();
    deleteTree(folder);
    deleteTree(disk);
  }

  private static void deleteTree(Path folder) {
    try (var tree = Files.walk(folder)) {
      for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (IOException | UncheckedIOException e) {
      System.err.println("left behind: " + folder + " (" + e + ")");
    }
  }
}
