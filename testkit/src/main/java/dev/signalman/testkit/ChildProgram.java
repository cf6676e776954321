package dev.signalman.testkit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A running program that a test speaks to over its standard streams, one line at a time.
///
/// Every wait has an end ([#PATIENCE]) and every failed expectation shows the command, what the
/// program had printed so far and its standard error. A program that is still there after its time
/// limit, or when the test's own JVM ends, is killed.
///
/// Programs start with every signal at its default action, even if the build was started under
/// `nohup` or as a background job, as far as the system's `env` can do that.
public sealed class ChildProgram implements AutoCloseable permits ChildJvm {
  /// How long [#line()] and [#exit()] wait before they fail.
  public static final Duration PATIENCE =
      Duration.ofMinutes(Long.getLong("stress.minutes", 0) > 0 ? 5 : 1);

  /// How long a program may live unless it was started with another limit.
  public static final Duration TIME_LIMIT = Duration.ofSeconds(60);

  // Stands in the queue for the end of the output; no line contains a line feed.
  private static final String END = "\n";

  private static final List<String> DEFAULT_SIGNALS = defaultSignals();

  private final List<String> command;
  private final Process process;
  private final BlockingQueue<String> unread = new LinkedBlockingQueue<>();
  private final List<String> read = Collections.synchronizedList(new ArrayList<>());
  private final List<String> errors = Collections.synchronizedList(new ArrayList<>());
  private final Thread outReader;
  private final Thread errorReader;
  private final Thread shutdownHook;
  private final CompletableFuture<Void> timeLimit;
  private volatile @Nullable String killedBy;

  /// Starts a program.
  ///
  /// @param command the program and its arguments
  /// @param environment variables that are set on top of the inherited ones
  /// @param limit the time after which the program is killed
  /// @throws IOException if it cannot be started
  ChildProgram(List<String> command, Map<String, String> environment, Duration limit)
      throws IOException {
    this.command = List.copyOf(command);
    List<String> full = new ArrayList<>(DEFAULT_SIGNALS);
    full.addAll(command);
    ProcessBuilder builder = new ProcessBuilder(full);
    // These variables would change the VM under test and make it print a line.
    builder
        .environment()
        .keySet()
        .removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS"));
    builder.environment().putAll(environment);
    process = builder.start();
    shutdownHook = new Thread(process::destroyForcibly);
    Runtime.getRuntime().addShutdownHook(shutdownHook);
    outReader = reader("stdout", process.inputReader(StandardCharsets.UTF_8), unread);
    errorReader = reader("stderr", process.errorReader(StandardCharsets.UTF_8), errors);
    timeLimit =
        CompletableFuture.runAsync(
            () -> {
              killedBy = "killed at its time limit of " + limit;
              process.destroyForcibly();
            },
            CompletableFuture.delayedExecutor(limit.toMillis(), TimeUnit.MILLISECONDS));
  }

  /// Starts any program with the default time limit.
  ///
  /// @param command the program and its arguments
  /// @return the running program
  /// @throws IOException if it cannot be started
  public static ChildProgram start(String... command) throws IOException {
    return new ChildProgram(List.of(command), Map.of(), TIME_LIMIT);
  }

  /// Starts any program with another time limit.
  ///
  /// @param limit the time after which the program is killed
  /// @param command the program and its arguments
  /// @return the running program
  /// @throws IOException if it cannot be started
  public static ChildProgram start(Duration limit, String... command) throws IOException {
    return new ChildProgram(List.of(command), Map.of(), limit);
  }

  private static List<String> defaultSignals() {
    List<String> prefix = List.of("env", "--default-signal");
    return Peer.works("env", "--default-signal", "true") ? prefix : List.of();
  }

  private Thread reader(String name, BufferedReader in, Collection<String> sink) {
    return Thread.ofPlatform()
        .daemon()
        .name(name + " of " + process.pid())
        .start(() -> {
          try (in) {
            in.lines().forEach(sink::add);
          } catch (IOException | UncheckedIOException e) {
            // The stream fails when a killed program's pipe closes under the reader.
            sink.add("<" + name + " broke off: " + e.getMessage() + ">");
          } finally {
            if (name.equals("stdout")) {
              sink.add(END);
            }
          }
        });
  }

  /// The program's process id.
  ///
  /// A prefix such as `nohup` replaces itself by the program, so this is the program's own id.
  ///
  /// @return the id
  public final int pid() {
    return Math.toIntExact(process.pid());
  }

  /// The process, for operations that this class does not offer.
  ///
  /// @return the process
  public final Process process() {
    return process;
  }

  /// Takes the next line of standard output; waits for it.
  ///
  /// @return the line, without its end
  /// @throws InterruptedException if the caller is interrupted
  /// @throws AssertionError if no line comes, or the output ends
  public final String line() throws InterruptedException {
    String line = unread.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    if (line == null) {
      throw failure("no further line within " + PATIENCE);
    }
    if (line.equals(END)) {
      unread.add(END);
      throw failure("the output ended where a line was expected");
    }
    read.add(line);
    return line;
  }

  /// Takes as many lines as are given and compares each.
  ///
  /// @param lines the expected next lines
  /// @throws InterruptedException if the caller is interrupted
  /// @throws AssertionError if something else comes, or nothing
  public final void expect(String... lines) throws InterruptedException {
    for (String expected : lines) {
      String actual = line();
      if (!actual.equals(expected)) {
        throw failure("expected <" + expected + "> but got <" + actual + ">");
      }
    }
  }

  /// Takes every line up to the end of the output.
  ///
  /// @return the lines not taken before
  /// @throws InterruptedException if the caller is interrupted
  /// @throws AssertionError if the output does not end
  public final List<String> remainingLines() throws InterruptedException {
    if (!outReader.join(PATIENCE)) {
      throw failure("the output did not end within " + PATIENCE);
    }
    List<String> rest = new ArrayList<>();
    unread.drainTo(rest);
    rest.removeIf(END::equals);
    unread.add(END);
    read.addAll(rest);
    return rest;
  }

  /// Writes one line to the program's standard input.
  ///
  /// @param line without its end
  /// @throws IOException if the program no longer reads
  public final void send(String line) throws IOException {
    process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().flush();
  }

  /// Waits until the program ends.
  ///
  /// @return its exit status; 128 plus the signal's number if a signal ended it
  /// @throws InterruptedException if the caller is interrupted
  /// @throws AssertionError if it does not end
  public final int exit() throws InterruptedException {
    if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
      throw failure("it did not end within " + PATIENCE);
    }
    return process.exitValue();
  }

  /// Waits until the program ends and compares its exit status.
  ///
  /// @param status what [#exit()] must return
  /// @throws InterruptedException if the caller is interrupted
  /// @throws AssertionError if it ends with another status, or not at all
  public final void expectExit(int status) throws InterruptedException {
    int actual = exit();
    if (actual != status) {
      throw failure("expected exit status " + status + " but got " + actual);
    }
  }

  /// The program's standard error so far, or all of it once the program has ended.
  ///
  /// @return the lines
  /// @throws InterruptedException if the caller is interrupted
  public final List<String> errors() throws InterruptedException {
    if (!process.isAlive()) {
      // Bounded: a grandchild may hold the stream open.
      errorReader.join(Duration.ofSeconds(1));
    }
    return snapshot(errors);
  }

  /// An error that shows everything known about the program, for a test to throw.
  ///
  /// @param message what went wrong
  /// @return the error
  /// @throws InterruptedException if the caller is interrupted
  public final AssertionError failure(String message) throws InterruptedException {
    String state = process.isAlive() ? "running" : "exit status " + process.exitValue();
    if (killedBy != null) {
      state += ", " + killedBy;
    }
    return new AssertionError(
        """
        %s
        command: %s
        process: %d, %s
        stdout: %s
        stderr: %s\
        """
            .formatted(
                message,
                String.join(" ", command),
                process.pid(),
                state,
                indented(snapshot(read)),
                indented(errors())));
  }

  private static List<String> snapshot(List<String> lines) {
    synchronized (lines) {
      return List.copyOf(lines);
    }
  }

  private static String indented(List<String> lines) {
    return lines.isEmpty() ? "(nothing)" : "\n  " + String.join("\n  ", lines);
  }

  /// Not by `onExit`: that is told by the common pool, whose only thread on two CPUs may sleep for
  /// a minute before it sees a task.
  private void awaitEnd() {
    boolean interrupted = false;
    while (process.isAlive()) {
      try {
        process.waitFor();
      } catch (InterruptedException _) {
        interrupted = true; // a killed program ends soon
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /// Kills the program if it is still there, and waits until it is gone.
  @Override
  public final void close() {
    timeLimit.cancel(false);
    process.destroyForcibly();
    awaitEnd();
    try {
      Runtime.getRuntime().removeShutdownHook(shutdownHook);
    } catch (IllegalStateException e) {
      // The JVM is already ending: the hook has killed the program or is about to.
      return;
    }
  }
}
