package dev.signalman.cli.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.cli.Launcher;
import dev.signalman.testkit.CProgram;
import dev.signalman.testkit.ChildProgram;
import dev.signalman.testkit.Peer;
import dev.signalman.testkit.StressTest;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// 200,000 queued signals, none of which may be lost or come out of order.
@StressTest
class WatchFloodIT {
  private static final int COUNT = 200_000;
  private static final int RT6 = 40;

  private static final String SENDER =
      """
      import ctypes, errno, os, sys, time
      libc = ctypes.CDLL(None, use_errno=True)
      libc.sigqueue.argtypes = [ctypes.c_int, ctypes.c_int, ctypes.c_void_p]
      pid, signal, count = map(int, sys.argv[1:])
      for value in range(count):
          while libc.sigqueue(pid, signal, value) != 0:
              if ctypes.get_errno() != errno.EAGAIN:
                  sys.exit(os.strerror(ctypes.get_errno()))
              time.sleep(0.001)
      """;

  private static CProgram sender() throws Exception {
    return CProgram.compile(WatchFloodIT.class, "/c/queue.c");
  }

  /// Its queue ends long before that of the user does, whose other processes run tests meanwhile:
  /// where no signal can be queued, standard signals come without their details.
  private static ChildProgram watch(String... args) throws Exception {
    ChildProgram watch = Launcher.watch(args);
    Peer.succeed("prlimit", "--pid", Integer.toString(watch.pid()), "--sigpending=20000:");
    return watch;
  }

  private static void expectValues(ChildProgram watch, boolean json) throws Exception {
    for (int value = 0; value < COUNT; value++) {
      String line = watch.line();
      String end = json ? "\"value\": " + value + ", \"time\": " : ", value " + value;
      if (json ? !line.contains(end) : !line.endsWith(end)) {
        throw watch.failure("instead of value " + value + ": " + line);
      }
    }
    watch.expectExit(0);
    assertThat(watch.errors()).containsExactly("received " + COUNT + ", dropped 0");
  }

  @Test
  void fromACProgramAsText() throws Exception {
    CProgram sender = sender();
    try (ChildProgram watch = watch("RTMIN+6")) {
      String pid = Integer.toString(watch.pid());
      sender.run(pid, Integer.toString(RT6), "0", Integer.toString(COUNT));
      Peer.kill("TERM", watch.pid()); // overtakes what is still queued
      expectValues(watch, false);
    }
  }

  @Test
  void fromACProgramAsJson() throws Exception {
    CProgram sender = sender();
    try (ChildProgram watch = watch("--json", "--count", Integer.toString(COUNT))) {
      String pid = Integer.toString(watch.pid());
      sender.run(pid, Integer.toString(RT6), "0", Integer.toString(COUNT));
      expectValues(watch, true);
    }
  }

  @Test
  void fromAPythonProgram() throws Exception {
    Peer.assumePython();
    try (ChildProgram watch = watch("RTMIN+6", "--count", Integer.toString(COUNT))) {
      String pid = Integer.toString(watch.pid());
      Peer.python(SENDER, pid, Integer.toString(RT6), Integer.toString(COUNT));
      expectValues(watch, false);
    }
  }

  // With one signal: of two, the kernel (6.18) looks for the lower one through all of the other
  // that
  // are queued, and a queue of 100,000 takes minutes, whoever reads it.
  @Test
  void fromTwoProgramsAtOnce() throws Exception {
    CProgram sender = sender();
    int half = COUNT / 2;
    try (ChildProgram watch = watch("--json", "--count", Integer.toString(COUNT));
        ChildProgram one =
            sender.start(Integer.toString(watch.pid()), "40", "0", Integer.toString(half));
        ChildProgram other =
            sender.start(Integer.toString(watch.pid()), "40", "0", Integer.toString(half))) {
      Map<Integer, Integer> expected = new HashMap<>(Map.of(one.pid(), 0, other.pid(), 0));
      for (int i = 0; i < COUNT; i++) {
        String line = watch.line();
        int next = expected.merge(number(line, "\"pid\": "), 1, Integer::sum);
        if (number(line, "\"value\": ") != next - 1) {
          throw watch.failure("instead of value " + (next - 1) + ": " + line);
        }
      }
      assertThat(expected).isEqualTo(Map.of(one.pid(), half, other.pid(), half));
      one.expectExit(0);
      other.expectExit(0);
      watch.expectExit(0);
      assertThat(watch.errors()).containsExactly("received " + COUNT + ", dropped 0");
    }
  }

  private static int number(String line, String key) {
    int start = line.indexOf(key) + key.length();
    return Integer.parseInt(line, start, line.indexOf(',', start), 10);
  }
}
