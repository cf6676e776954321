package dev.signalman.cli;

import dev.signalman.cli.command.RawArguments;
import dev.signalman.cli.every.EveryTraining;
import dev.signalman.cli.exec.ExecTraining;
import dev.signalman.cli.output.Output;
import dev.signalman.cli.output.Terminal;
import dev.signalman.cli.program.Program;
import dev.signalman.cli.run.RunTraining;
import dev.signalman.cli.stop.StopTraining;
import dev.signalman.loop.EventLoop;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;

/// Runs the usual commands once, while the build records the classes that they load. The result is
/// the AOT cache, which the VM maps at each start instead of loading the classes. Only the build
/// starts this class.
final class Training {
  private Training() {}

  /// Exits with 0 if every command ended with 0.
  ///
  /// @param lessons `plain`: commands that only read; `native`: those that call the C library;
  ///   `run`: process 1
  public static void main(String[] lessons) throws Exception {
    // Not through ProcessHandle: its classes would be in the cache, and so in every start.
    String self = Path.of("/proc/self").toRealPath().getFileName().toString();
    int status = 0;
    for (String lesson : lessons) {
      Terminal.ofProcess().error("training: " + lesson); // as most commands, it writes something
      status |=
          switch (lesson) {
            case "plain" -> plain(self);
            case "native" ->
                run("send", "--json", "0", self)
                    | capabilities()
                    | exec()
                    | every()
                    | stop()
                    | watch(self);
            case "run" -> supervise();
            default -> throw new IllegalArgumentException("unknown lesson: " + lesson);
          };
    }
    if (status != 0 || List.of(lessons).contains("native")) {
      System.exit(status); // as `exec` does with the status of its program, and most others do not
    }
  }

  private static int capabilities() {
    return run("capabilities") | run("capabilities", "--json");
  }

  private static int plain(String self) {
    return run("list")
        | run("list", "--json")
        | run("list", "--help")
        | run("inspect", "--threads", self)
        | run("inspect", "--json", self);
  }

  /// The first command fails on purpose: a command that succeeds keeps its signals.
  private static int exec() throws Exception {
    try (EventLoop loop = EventLoop.open()) {
      int status = run("exec", "--timeout", "1m", "--", "/dev/null/no-such-program");
      return (status == 126 ? 0 : 1) | ExecTraining.run(loop, program("7"));
    }
  }

  /// Commands that fail on purpose claim no signal, or release it.
  private static int supervise() throws Exception {
    int status = run("run", "--", "/dev/null/no-such-program") == 126 ? 0 : 1;
    status |= run("run", "--json", "--", "/dev/null/no-such-program") == 126 ? 0 : 1;
    status |= run("tini", "-h") | run("dumb-init", "-V");
    try (EventLoop loop = EventLoop.open()) {
      // It lives until a signal has come through, and leaves an orphan in its group.
      String orphan = "while [ -e /proc/$0 ]; do sleep 0.01; done"; // until its parent has gone
      String script =
          "sh -c '%s' $$ & trap 'kill $!; exit 0' WINCH; sleep 9 & kill -s WINCH $PPID; wait $!"
              .formatted(orphan);
      List<String> sender = List.of("sh", "-c", script);
      status |= RunTraining.run(loop, program("6", sender));
    }
    try (EventLoop loop = EventLoop.open()) {
      return status | RunTraining.awaitLateStatus(loop, program("7", List.of("sleep", "0.1")));
    }
  }

  /// With an environment and a descriptor from the build, in place of the launcher.
  private static Program program(String environment) throws IOException {
    return program(environment, List.of("true"));
  }

  private static Program program(String environment, List<String> line) throws IOException {
    System.setProperty("signalman.environment", environment);
    System.setProperty("signalman.descriptors", "9 ");
    try {
      return new Program(line);
    } finally {
      System.clearProperty("signalman.environment");
      System.clearProperty("signalman.descriptors");
    }
  }

  private static int every() throws Exception {
    try (EventLoop loop = EventLoop.open()) {
      int status = run("every", "1m", "--json", "--", "/dev/null/no-such-program");
      return (status == 126 ? 0 : 1) | EveryTraining.run(loop, program("8"));
    }
  }

  private static int stop() throws Exception {
    int status = 0;
    for (boolean group : new boolean[] {false, true}) {
      try (EventLoop loop = EventLoop.open()) {
        status |= StopTraining.run(loop, quiet(), group);
      }
    }
    return status;
  }

  /// WINCH does nothing unless it is watched, so it does no harm before or after.
  private static int watch(String self) {
    Thread.ofPlatform()
        .daemon()
        .start(() -> {
          while (run("send", "WINCH", self) == 0) {
            run("send", "--value", "1", "WINCH", self);
          }
        });
    return run("watch", "--count", "9", "WINCH");
  }

  private static int run(String... command) {
    return Main.run(quiet(), RawArguments.of(command));
  }

  /// Standard output of the training run is not shown.
  private static Terminal quiet() {
    Terminal process = Terminal.ofProcess();
    Output nowhere = new Output(OutputStream.nullOutputStream(), () -> false);
    return new Terminal(nowhere, process.err(), process.colour(), process.hints());
  }
}
