package dev.signalman.cli;

import dev.signalman.testkit.ChildProgram;
import dev.signalman.testkit.Peer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The launcher as the job of a shell on a terminal, played by Python: `py/job.py`.
///
/// @param terminal what the terminal shows; lines sent to it are commands to the shell
/// @param pid of the process that the shell started
public record TerminalJob(ChildProgram terminal, int pid) implements AutoCloseable {
  public static TerminalJob start(String... args) throws Exception {
    Peer.assumePython();
    List<String> line = new ArrayList<>(List.of("python3", "-u", file("/py/job.py")));
    line.add(Launcher.PATH);
    line.addAll(List.of(args));
    ChildProgram terminal = ChildProgram.start(line.toArray(String[]::new));
    String first = terminal.line();
    return new TerminalJob(terminal, Integer.parseInt(first.substring(first.lastIndexOf(' ') + 1)));
  }

  public static String file(String resource) throws Exception {
    return Path.of(TerminalJob.class.getResource(resource).toURI()).toString();
  }

  @Override
  public void close() {
    terminal.close();
  }
}
