package dev.signalman.signal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.Signal;
import dev.signalman.SignalInfo;
import dev.signalman.SignalSet;
import dev.signalman.testkit.ChildJvm;
import dev.signalman.testkit.Peer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Processes that a program starts while it has claimed signals.
class ChildProcessesTest {
  @ParameterizedTest(
      name = "JVM-04: children started by {0} begin with an empty mask and no handlers")
  @ValueSource(strings = {"POSIX_SPAWN", "FORK"})
  void childrenBeginAfresh(String mechanism) throws Exception {
    try (ChildJvm child =
        ChildJvm.of(StartCat.class).vm("-Djdk.lang.Process.launchMechanism=" + mechanism).start()) {
      // The deprecated VFORK hands down its creator's mask, as it does without this library.
      for (String claimed : List.of("none", "all")) {
        child.expect(claimed);
        child.expect("pending 0", "blocked 0", "ignored 0", "caught 0");
      }
    }
  }

  static final class StartCat {
    public static void main(String[] args) throws Exception {
      System.out.println("none");
      cat();
      try (SelfPipe pipe = SelfPipe.open(SelfPipeTest.receivable())) {
        System.out.println("all");
        cat();
        pipe.poll();
      }
    }

    private static void cat() throws Exception {
      String status = Peer.succeed("cat", "/proc/self/status").output();
      System.out.println("pending " + mask(status, "SigPnd"));
      System.out.println("blocked " + mask(status, "SigBlk"));
      // The C library's posix_spawn leaves its own two signals ignored, which are none of ours.
      System.out.println(
          "ignored " + Long.toHexString(mask(status, "SigIgn") & SignalSet.ofMask(-1).mask()));
      System.out.println("caught " + mask(status, "SigCgt"));
    }

    private static long mask(String status, String field) {
      return status
          .lines()
          .filter(line -> line.startsWith(field))
          .mapToLong(line -> Long.parseUnsignedLong(line.substring(field.length() + 2), 16))
          .sum();
    }
  }

  /// The JDK sets CHLD to its default when it starts its first process, which a handler would feel
  /// and a signalfd does not.
  @ParameterizedTest(
      name = "JVM-04: beside a claimed CHLD all exit values of 200 processes are true, handler {0}")
  @ValueSource(booleans = {false, true})
  void exitValuesAreTrue(boolean handlerOnly) throws Exception {
    try (ChildJvm child =
        ChildJvm.of(TwoHundred.class).vm("-Ddev.signalman.handlerOnly=" + handlerOnly).start()) {
      child.expect("200 of 200 exit values are true");
      String[] told = child.line().split(" ", -1);
      assertThat(Integer.parseInt(told[0])).as("CHLD came").isBetween(1, 200);
      assertThat(told[1]).as("of own children").isEqualTo(told[0]);
    }
  }

  static final class TwoHundred {
    public static void main(String[] args) throws Exception {
      SelfPipe pipe = SelfPipe.open(SignalSet.of(Signal.CHLD, Signal.TERM, Signal.USR1));
      List<Future<Long>> starts = new ArrayList<>();
      int right = 0;
      Set<Long> pids = new HashSet<>();
      try (ExecutorService pool = Executors.newFixedThreadPool(4)) {
        for (int i = 0; i < 200; i++) {
          starts.add(pool.submit(start(i)));
        }
        for (Future<Long> start : starts) {
          right += start.get() > 0 ? 1 : 0;
          pids.add(Math.abs(start.get()));
        }
      }
      System.out.println(right + " of 200 exit values are true");
      int came = 0;
      int own = 0;
      for (SignalInfo info = pipe.poll(); info != null; info = pipe.poll()) {
        came++;
        own += info.signal() == Signal.CHLD && pids.contains((long) info.pid()) ? 1 : 0;
      }
      System.out.println(came + " " + own);
    }

    /// Starts one that ends in its own way and gives its pid, negative if the value was wrong.
    private static Callable<Long> start(int number) {
      return () -> {
        String end = number % 5 == 0 ? "kill -s TERM $$" : "exit " + number % 256;
        Process process = new ProcessBuilder("sh", "-c", end).start();
        int expected = number % 5 == 0 ? 128 + Signal.TERM.number() : number % 256;
        return process.waitFor() == expected ? process.pid() : -process.pid();
      };
    }
  }
}
