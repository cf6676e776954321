package dev.signalman.lifecycle;

import dev.signalman.testkit.ChildProgram;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Clients in Python: each connects again and again, sends a line, and reads to the end.
final class Load implements AutoCloseable {
  private static final String CLIENTS =
      """
      import collections, socket, sys, threading
      address = int(sys.argv[1]) if sys.argv[1].isdigit() else sys.argv[1]
      stop, lock = threading.Event(), threading.Condition()
      answers, errors = collections.Counter(), collections.Counter()
      def one():
          if isinstance(address, int):
              s = socket.create_connection(('127.0.0.1', address))
          else:
              s = socket.socket(socket.AF_UNIX)
              s.connect(address)
          with s:
              s.settimeout(60)
              s.sendall(b'hello\\n')
              got = b''
              while True:
                  more = s.recv(100)
                  if not more:
                      break
                  got += more
          if not got.endswith(b'\\n'):
              raise Exception('answer %r' % got)
          return int(got)
      def client():
          while not stop.is_set():
              stop.wait(0.002)  # clients that take no pause leave no CPU to the servers
              try:
                  pid = one()
                  with lock:
                      answers[pid] += 1
                      lock.notify_all()
              except Exception as e:
                  with lock:
                      errors[repr(e)] += 1
      threads = [threading.Thread(target=client) for _ in range(int(sys.argv[2]))]
      for t in threads: t.start()
      with lock: lock.wait_for(lambda: answers)
      print('running', flush=True)
      for line in sys.stdin:
          word, pid = line.split()
          if word == 'stop':
              break
          with lock: lock.wait_for(lambda: int(pid) in answers)
          print('seen', pid, flush=True)
      stop.set()
      for t in threads: t.join()
      print(sum(answers.values()), flush=True)
      print(' '.join(str(pid) for pid in answers), flush=True)
      print(dict(errors), flush=True)
      """;

  private static final Duration LIMIT = Duration.ofMinutes(20);

  private final ChildProgram program;

  private Load(ChildProgram program) {
    this.program = program;
  }

  /// What the clients have seen.
  ///
  /// @param answers how many
  /// @param servers the pids that answered
  /// @param errors of connections that were lost
  record Result(int answers, Set<Long> servers, String errors) {}

  /// @param address a port, or a path
  static Load on(String address, int clients) throws Exception {
    ChildProgram program =
        ChildProgram.start(LIMIT, "python3", "-c", CLIENTS, address, Integer.toString(clients));
    program.expect("running");
    return new Load(program);
  }

  /// Waits until a process has answered.
  void until(long pid) throws Exception {
    program.send("until " + pid);
    program.expect("seen " + pid);
  }

  Result stop() throws Exception {
    program.send("stop 0");
    int answers = Integer.parseInt(program.line());
    Set<Long> servers = new TreeSet<>();
    for (String pid : List.of(program.line().split(" ", -1))) {
      servers.add(Long.parseLong(pid));
    }
    String errors = program.line();
    program.expectExit(0);
    return new Result(answers, servers, errors);
  }

  @Override
  public void close() {
    program.close();
  }
}
