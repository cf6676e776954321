package dev.signalman.lifecycle.test;

import dev.signalman.Signal;
import dev.signalman.process.Child;
import dev.signalman.process.ExitStatus;
import dev.signalman.process.Spawn;
import dev.signalman.process.Stdio;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Runs a program in a VM of its own, with real signals, shutdown hooks, logging and exit status.
///
/// ```java
/// try (ProgramUnderTest program = ProgramUnderTest.of(App.class, "--port=0").start()) {
///   program.awaitOutput("ready");
///   program.send(Signal.TERM);
///   assertEquals(0, program.status());
///   program.awaitError("stopped in");
/// }
/// ```
///
/// The `java` is that of the test. Its class path has the entries of the test's class path and
/// module path. The VM gets no options of the test's VM, and each signal has its default action.
/// Waiting never depends on how fast the machine is: all waits end after [Starter#limit], with an
/// error that shows what the program has written.
public final class ProgramUnderTest implements AutoCloseable {
  private final Child child;
  private final Duration limit;
  private final Lines output;
  private final Lines errors;

  private ProgramUnderTest(Child child, Duration limit) {
    this.child = child;
    this.limit = limit;
    this.output = new Lines(child.stdout());
    this.errors = new Lines(child.stderr());
  }

  /// A program, which [Starter#start] starts.
  ///
  /// @param main the class that has its `main`
  public static Starter of(Class<?> main, String... arguments) {
    return new Starter(main.getName(), List.of(arguments));
  }

  /// Settings for a program, and its start.
  public static final class Starter {
    private final String main;
    private final List<String> arguments;
    private final List<String> options = new ArrayList<>();
    private final List<String[]> variables = new ArrayList<>();
    private Duration limit = Duration.ofMinutes(1);

    private Starter(String main, List<String> arguments) {
      this.main = main;
      this.arguments = arguments;
    }

    /// Adds options of the VM, such as `-Dport=0`.
    ///
    /// @return this
    public Starter vm(String... more) {
      options.addAll(List.of(more));
      return this;
    }

    /// Sets a variable of its environment, which is otherwise that of the test.
    ///
    /// @return this
    public Starter env(String name, String value) {
      variables.add(new String[] {name, value});
      return this;
    }

    /// Sets how long each wait may take; by default a minute.
    ///
    /// @return this
    public Starter limit(Duration time) {
      limit = Objects.requireNonNull(time, "time");
      return this;
    }

    /// Starts the program.
    ///
    /// @throws IOException if it cannot be started
    public ProgramUnderTest start() throws IOException {
      List<String> command = new ArrayList<>();
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.add("--enable-native-access=ALL-UNNAMED");
      command.addAll(options);
      command.addAll(List.of("-cp", classPath(), main));
      command.addAll(arguments);
      Spawn spawn =
          Spawn.of(command).stdin(Stdio.discard()).stdout(Stdio.pipe()).stderr(Stdio.pipe());
      for (String[] variable : variables) {
        spawn.env(variable[0], variable[1]);
      }
      return new ProgramUnderTest(spawn.start(), limit);
    }

    private static String classPath() {
      String modules = System.getProperty("jdk.module.path");
      String classes = System.getProperty("java.class.path", "");
      return modules == null ? classes : modules + File.pathSeparator + classes;
    }
  }

  /// Its process id.
  public int pid() {
    return child.pid();
  }

  /// Sends a signal.
  ///
  /// @throws IOException if the kernel refuses it
  public void send(Signal signal) throws IOException {
    boolean _ = child.send(signal);
  }

  /// Waits for a line of standard output that contains a text.
  ///
  /// @return the first such line, also if it came before the call
  /// @throws AssertionError if none comes
  /// @throws InterruptedException if the thread is interrupted
  public String awaitOutput(String text) throws InterruptedException {
    return await(output, "standard output", text);
  }

  /// Waits for a line of standard error, where a lifecycle writes its lines.
  ///
  /// @throws AssertionError if none comes
  /// @throws InterruptedException if the thread is interrupted
  public String awaitError(String text) throws InterruptedException {
    return await(errors, "standard error", text);
  }

  private String await(Lines lines, String stream, String text) throws InterruptedException {
    Predicate<String> wanted = line -> line.contains(text);
    String line = lines.await(wanted, limit);
    if (line == null) {
      throw failure("no line with \"" + text + "\" on " + stream);
    }
    return line;
  }

  /// Waits for the end of the program.
  ///
  /// @return its exit status, or 128 plus the number of the signal that ended it
  /// @throws AssertionError if it does not end
  /// @throws InterruptedException if the thread is interrupted
  public int status() throws InterruptedException {
    @Nullable ExitStatus status = child.waitFor(limit);
    if (status == null) {
      throw failure("the program has not ended");
    }
    return status.shellStatus();
  }

  /// Standard output so far. If the program has ended, this first waits for the end of the stream.
  ///
  /// @throws InterruptedException if the thread is interrupted
  public List<String> output() throws InterruptedException {
    return lines(output);
  }

  /// Standard error, as [#output].
  ///
  /// @throws InterruptedException if the thread is interrupted
  public List<String> errors() throws InterruptedException {
    return lines(errors);
  }

  private List<String> lines(Lines lines) throws InterruptedException {
    if (!child.isAlive()) {
      String _ = lines.await(line -> false, limit); // a child of it may hold the stream open
    }
    return lines.present();
  }

  private AssertionError failure(String what) {
    return new AssertionError(
        what
            + " within "
            + limit
            + "; process "
            + child
            + "; standard output: "
            + output.present()
            + "; standard error: "
            + errors.present());
  }

  /// Kills the program if it has not ended.
  @Override
  public void close() throws IOException {
    boolean _ = child.send(Signal.KILL);
    child.close();
  }

  @Override
  public String toString() {
    return child.toString();
  }
}
