package dev.signalman.lifecycle;

import dev.signalman.testkit.ChildJvm;
import dev.signalman.testkit.Peer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A [HandoverSubject] and the processes that it hands over to, below a Python program that reaps
/// them all and says how each has ended: `exit PID STATUS`. They end when the test does.
final class Generations implements AutoCloseable {
  private static final String REAPER =
      """
      import ctypes, os, signal, sys, threading
      ctypes.CDLL(None).prctl(36, 1, 0, 0, 0)  # PR_SET_CHILD_SUBREAPER
      if os.fork() == 0:
          null = os.open('/dev/null', os.O_RDONLY)
          os.dup2(null, 0)
          os.execvp(sys.argv[1], sys.argv[1:])
      def end():
          while sys.stdin.readline():
              pass
          while True:
              for pid in open('/proc/self/task/%d/children' % os.getpid()).read().split():
                  os.kill(int(pid), signal.SIGKILL)
      threading.Thread(target=end, daemon=True).start()
      while True:
          try:
              pid, status = os.wait()
          except ChildProcessError:
              break
          print('exit', pid, os.waitstatus_to_exitcode(status), flush=True)
      """;

  private final ChildJvm program;
  private final Path folder;
  private final List<String> unread = new ArrayList<>();

  private Generations(ChildJvm program, Path folder) {
    this.program = program;
    this.folder = folder;
  }

  /// Starts the first one, but does not wait until it is ready.
  static Generations start(Path folder, ChildJvm.Builder given, String... args) throws Exception {
    Peer.assumePython();
    List<String> all = new ArrayList<>(List.of(args));
    all.add("folder=" + folder);
    Files.writeString(folder.resolve("how"), "");
    ChildJvm.Builder builder = given.args(all.toArray(new String[0])).limit(Duration.ofMinutes(20));
    return new Generations(builder.prefix("python3", "-c", REAPER).start(), folder);
  }

  static Generations start(Path folder, String... args) throws Exception {
    return start(folder, ChildJvm.of(HandoverSubject.class), args);
  }

  /// What the next processes do.
  void how(String text) throws Exception {
    Files.writeString(folder.resolve("how"), text);
  }

  /// The rest of the first line that begins like this and was not taken. Lines of two processes
  /// come in any order.
  String after(String start) throws Exception {
    return any(start).substring(start.length()).strip();
  }

  /// The first line that begins like one of these and was not taken.
  String any(String... starts) throws Exception {
    for (String line : unread) {
      if (begins(line, starts)) {
        unread.remove(line);
        return line;
      }
    }
    String line = program.line();
    while (!begins(line, starts)) {
      unread.add(line);
      line = program.line();
    }
    return line;
  }

  private static boolean begins(String line, String... starts) {
    return Stream.of(starts).anyMatch(line::startsWith);
  }

  /// The pid of the next process that is ready.
  long ready() throws Exception {
    return Long.parseLong(after("ready ").split(" ", -1)[0]);
  }

  /// Waits for the end of a process.
  String exit(long pid) throws Exception {
    return after("exit " + pid + " ");
  }

  /// Waits until no process of it is left.
  void expectNoneLeft() throws Exception {
    program.expectExit(0);
  }

  List<String> errors() throws Exception {
    return program.errors();
  }

  @Override
  public void close() throws IOException {
    program.process().getOutputStream().close();
    program.process().onExit().orTimeout(1, TimeUnit.MINUTES).join();
    program.close();
  }
}
