package dev.signalman.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.testkit.ChildJvm;
import dev.signalman.testkit.Peer;
import dev.signalman.testkit.StressRun;
import dev.signalman.testkit.StressTest;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@StressTest
class HandoverServerTest {
  /// Starts the server, connects again and again, and lets it hand over meanwhile. It ends all
  /// processes of the server, also those whose parent has ended.
  private static final String CLIENTS =
      """
      import collections, ctypes, os, signal, socket, subprocess, sys, threading, time
      port, total, handovers, limit = [int(a) for a in sys.argv[1:5]]
      ctypes.CDLL(None).prctl(36, 1, 0, 0, 0)  # PR_SET_CHILD_SUBREAPER
      def late(*_):
          raise Exception('late: %r' % answers)
      signal.signal(signal.SIGALRM, late)
      signal.alarm(limit)
      answers, lost = collections.Counter(), collections.Counter()
      changed = threading.Condition()
      over = False
      def connect(number):
          with socket.create_connection(('127.0.0.1', port)) as s:
              s.settimeout(60)
              s.sendall(b'%d\\n' % number)
              s.shutdown(socket.SHUT_WR)
              got = b''
              while more := s.recv(100):
                  got += more
          echo, pid = got.split()
          assert int(echo) == number
          return int(pid)
      def client(first):
          number = first
          while not over:
              try:
                  pid = connect(number)
                  with changed:
                      answers[pid] += 1
                      changed.notify_all()
              except Exception as e:
                  with changed:
                      lost[repr(e)] += 1
              number += 8
      def until(condition):
          with changed:
              changed.wait_for(condition)
      try:
          server = subprocess.Popen(
              sys.argv[5:], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE)
          server.stdout.readline()
          threads = [threading.Thread(target=client, args=(i,), daemon=True) for i in range(8)]
          for t in threads: t.start()
          for i in range(handovers):
              until(lambda: sum(answers.values()) >= (i + 1) * total // (handovers + 1))
              until(lambda: len(answers) > i)
              os.kill(list(answers)[-1], signal.SIGUSR2)
              until(lambda: len(answers) > i + 1)
              pid, status = os.wait()  # the old one has ended, as all before it
              print('ended', os.waitstatus_to_exitcode(status), flush=True)
          until(lambda: sum(answers.values()) >= total)
          over = True
          for t in threads: t.join()
          os.kill(list(answers)[-1], signal.SIGTERM)
          pid, status = os.wait()
          print('ended', os.waitstatus_to_exitcode(status), flush=True)
          print(len(answers), 'processes,', dict(lost), 'lost', flush=True)
          print(sum(answers.values()), flush=True)
      finally:
          for pid in open('/proc/self/task/%d/children' % os.getpid()).read().split():
              os.kill(int(pid), signal.SIGKILL)
      """;

  @Test
  @DisplayName("HAND-31 a server under load hands over, and no connection is lost")
  void noConnectionIsLost() throws Exception {
    Peer.assumePython();
    int total = StressRun.count(1_000, 10_000);
    int handovers = StressRun.count(1, 5);
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    List<String> numbers =
        List.of(
            Integer.toString(port),
            Integer.toString(total),
            Integer.toString(handovers),
            StressRun.isLong() ? "280" : "50");
    ChildJvm.Builder server =
        Example.named("HandoverServer")
            .vm("-Dport=" + port, "-Dmillis=100")
            .prefix("python3", "-c", CLIENTS)
            .prefix(numbers.toArray(new String[0]))
            .limit(Duration.ofMinutes(5));
    try (ChildJvm clients = server.start()) {
      for (int i = 0; i <= handovers; i++) {
        clients.expect("ended 0");
      }
      clients.expect((handovers + 1) + " processes, {} lost");
      int answered = Integer.parseInt(clients.line());
      assertThat(answered).isGreaterThanOrEqualTo(total);
      System.out.printf("%d connections, %d handovers, none lost%n", answered, handovers);
      clients.expectExit(0);
    }
  }
}
