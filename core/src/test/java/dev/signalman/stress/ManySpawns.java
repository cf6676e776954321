package dev.signalman.stress;

import dev.signalman.PosixException;
import dev.signalman.Signal;
import dev.signalman.process.Child;
import dev.signalman.process.ExitStatus;
import dev.signalman.process.Spawn;
import dev.signalman.process.Stdio;
import dev.signalman.testkit.Lines;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Starts children of all sorts, as many as each line of its input says.
final class ManySpawns {
  private ManySpawns() {}

  public static void main(String[] args) throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      System.out.println("ready");
      for (int count = next(); count > 0; count = next()) {
        long begun = System.nanoTime();
        List<Future<Integer>> halves = new ArrayList<>();
        for (int half = 0; half < 2; half++) {
          int share = count / 2;
          halves.add(threads.submit(() -> spawn(share)));
        }
        int right = halves.get(0).get() + halves.get(1).get();
        long millis = (System.nanoTime() - begun) / 1_000_000;
        System.gc();
        System.out.println(right + " right in " + millis + " ms");
      }
    }
  }

  private static int next() throws IOException {
    return Integer.parseInt(Lines.next());
  }

  private static int spawn(int count) throws Exception {
    int right = 0;
    for (int i = 0; i < count; i++) {
      right += spawnOne(i % 10) ? 1 : 0;
    }
    return right;
  }

  private static boolean spawnOne(int sort) throws Exception {
    return switch (sort) {
      case 0 -> fails(Spawn.of("/no/such/program").stdin(Stdio.pipe()).stdout(Stdio.pipe()));
      case 1 -> echo();
      case 2 -> killed();
      case 3 -> Spawn.of("false").newSession().start().onExit().get().shellStatus() == 1;
      default -> Spawn.of("true").start().waitFor().isSuccess();
    };
  }

  private static boolean fails(Spawn spawn) throws IOException {
    try {
      spawn.start();
      return false;
    } catch (PosixException _) {
      return true;
    }
  }

  private static boolean echo() throws Exception {
    Child cat = Spawn.of("cat").stdin(Stdio.pipe()).stdout(Stdio.pipe()).start();
    try (var in = cat.stdout()) {
      try (var out = cat.stdin()) {
        out.write(new byte[1_000]);
      }
      return in.readAllBytes().length == 1_000 && cat.waitFor().isSuccess();
    }
  }

  private static boolean killed() throws Exception {
    Child sleep = Spawn.of("sleep", "60").newGroup().start();
    sleep.send(Signal.KILL);
    return sleep.waitFor() instanceof ExitStatus.Killed;
  }
}
