package dev.signalman.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// A child process that says `ready PID` and then obeys lines. It ends when its input does.
final class Peer implements AutoCloseable {
  private final String name;
  private final Process process;
  private final BufferedReader output;
  private final Writer input;
  private final int pid;

  private Peer(String name, Process process) {
    this.name = name;
    this.process = process;
    this.output = process.inputReader(StandardCharsets.UTF_8);
    this.input = process.outputWriter(StandardCharsets.UTF_8);
    this.pid = Integer.parseInt(line().replaceFirst("^ready ", ""));
  }

  /// Starts the process and waits until it is ready.
  ///
  /// @param name for messages
  static Peer start(String name, List<String> command) throws IOException {
    return new Peer(
        name, new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
  }

  String name() {
    return name;
  }

  /// The process that measures. A start script in between may have another pid.
  int pid() {
    return pid;
  }

  /// Says a line and returns the answer.
  String ask(String line) {
    try {
      input.write(line + "\n");
      input.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(name + " has ended", e);
    }
    return line();
  }

  /// The next line it says.
  String line() {
    try {
      String line = output.readLine();
      if (line == null) {
        throw new IllegalStateException(name + " ended instead of answering");
      }
      return line;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Sends TERM and waits for the end.
  ///
  /// @return nanoseconds
  long terminate() throws InterruptedException {
    long start = System.nanoTime();
    process.destroy();
    process.waitFor();
    return System.nanoTime() - start;
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
