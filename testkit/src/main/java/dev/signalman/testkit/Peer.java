package dev.signalman.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/// An independent program that has run to its end: a sender that shares no code with the library
/// under test.
///
/// @param pid its process id, which the receiver of its signal should report
/// @param status its exit status
/// @param output its standard output and standard error
public record Peer(int pid, int status, String output) {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  /// Sends a signal with `/bin/kill`.
  ///
  /// @param signal a name without SIG, or a number
  /// @param pid the receiver
  /// @return the sender
  /// @throws IOException if it cannot be started
  /// @throws InterruptedException if the caller is interrupted
  public static Peer kill(String signal, long pid) throws IOException, InterruptedException {
    return succeed("/bin/kill", "-s", signal, Long.toString(pid));
  }

  /// Queues a signal with a value, with `/bin/kill -q`.
  ///
  /// @param signal a name without SIG, or a number
  /// @param value travels with the signal
  /// @param pid the receiver
  /// @return the sender
  /// @throws IOException if it cannot be started
  /// @throws InterruptedException if the caller is interrupted
  public static Peer queue(String signal, int value, long pid)
      throws IOException, InterruptedException {
    return succeed("/bin/kill", "-q", Integer.toString(value), "-s", signal, Long.toString(pid));
  }

  /// Sends a signal with the `kill` that is built into `sh`.
  ///
  /// @param signal a name without SIG, or a number
  /// @param pid the receiver
  /// @return the sender
  /// @throws IOException if it cannot be started
  /// @throws InterruptedException if the caller is interrupted
  public static Peer shKill(String signal, long pid) throws IOException, InterruptedException {
    return sh("kill -s \"$1\" \"$2\"", signal, Long.toString(pid));
  }

  /// Runs a shell script.
  ///
  /// @param script the text, which sees its arguments as `$1`, `$2`, ...
  /// @param args the arguments
  /// @return the finished shell
  /// @throws IOException if it cannot be started
  /// @throws InterruptedException if the caller is interrupted
  public static Peer sh(String script, String... args) throws IOException, InterruptedException {
    return succeed(command(List.of("sh", "-c", script, "sh"), args));
  }

  /// Runs a Python program; the test is skipped where there is no Python.
  ///
  /// @param script the text, which sees its arguments in `sys.argv[1:]`
  /// @param args the arguments
  /// @return the finished interpreter
  /// @throws IOException if it cannot be started
  /// @throws InterruptedException if the caller is interrupted
  public static Peer python(String script, String... args)
      throws IOException, InterruptedException {
    assumePython();
    return succeed(command(List.of("python3", "-c", script), args));
  }

  /// Skips the test, with a message, where there is no Python.
  public static void assumePython() {
    Assumptions.assumeTrue(Python.PRESENT, "skipped: no python3 on PATH");
  }

  /// Runs a program that must succeed.
  ///
  /// @param command the program and its arguments
  /// @return the finished program
  /// @throws IOException if it cannot be started
  /// @throws InterruptedException if the caller is interrupted
  /// @throws AssertionError if its status is not 0
  public static Peer succeed(String... command) throws IOException, InterruptedException {
    Peer peer = run(command);
    if (peer.status != 0) {
      throw new AssertionError(
          "%s: exit status %d%n%s".formatted(String.join(" ", command), peer.status, peer.output));
    }
    return peer;
  }

  /// Runs a program and accepts any exit status.
  ///
  /// @param command the program and its arguments
  /// @return the finished program
  /// @throws IOException if it cannot be started
  /// @throws InterruptedException if the caller is interrupted
  /// @throws AssertionError if it does not end
  public static Peer run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    CompletableFuture<String> output = CompletableFuture.supplyAsync(() -> read(process));
    if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError(String.join(" ", command) + ": did not end within " + LIMIT);
    }
    return new Peer(
        Math.toIntExact(process.pid()),
        process.exitValue(),
        output.orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS).join());
  }

  private static String read(Process process) {
    try (InputStream in = process.getInputStream()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Whether a command is there and succeeds.
  ///
  /// @param command the program and its arguments
  /// @return whether its status is 0
  public static boolean works(String... command) {
    try {
      return run(command).status == 0;
    } catch (IOException e) {
      return false; // there is no such program
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static String[] command(List<String> first, String... more) {
    List<String> command = new ArrayList<>(first);
    command.addAll(List.of(more));
    return command.toArray(String[]::new);
  }

  /// Checked only when a test asks: running a program needs the outer class to be initialised.
  private static final class Python {
    static final boolean PRESENT = works("python3", "-c", "pass");
  }
}
