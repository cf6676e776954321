package dev.signalman.stress;

import dev.signalman.PosixException;
import dev.signalman.Signal;
import dev.signalman.process.Child;
import dev.signalman.process.ExitStatus;
import dev.signalman.process.Spawn;
import dev.signalman.process.Stdio;
import dev.signalman.signal.Signals;
import dev.signalman.testkit.Lines;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/// Children of this library and of the JDK, and programs that cannot be started, from four threads
/// at once, while CHLD is handled.
final class ChildBurst {
  private static final int CHILDREN = 150;
  private static final int PROCESSES = 50;
  private static final int FAILURES = 20;
  private static final Signal[] ENDS = {Signal.TERM, Signal.KILL, Signal.USR1};

  private final AtomicInteger right = new AtomicInteger();
  private final AtomicInteger failures = new AtomicInteger();
  private final Map<Integer, Integer> calls = new ConcurrentHashMap<>();

  private final Queue<CompletableFuture<?>> ends = new ConcurrentLinkedQueue<>();

  private ChildBurst() {}

  /// Argument: for how many seconds bursts follow each other.
  public static void main(String[] args) throws Exception {
    AtomicInteger signals = new AtomicInteger();
    Signals.handle(Signal.CHLD, info -> signals.incrementAndGet());
    long end = System.nanoTime() + Long.parseLong(args[0]) * 1_000_000_000;
    do {
      new ChildBurst().burst();
    } while (System.nanoTime() - end < 0);
    System.out.println(signals.get() > 0 ? "CHLD came" : "CHLD never came");
    System.out.println("end");
    Lines.next();
  }

  private void burst() throws Exception {
    List<Integer> numbers = new ArrayList<>();
    for (int i = 0; i < CHILDREN + PROCESSES + FAILURES; i++) {
      numbers.add(i);
    }
    Collections.shuffle(numbers);
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      List<Future<Boolean>> starts = new ArrayList<>();
      for (int number : numbers) {
        starts.add(threads.submit(() -> ends.add(start(number))));
      }
      for (Future<Boolean> start : starts) {
        start.get();
      }
    }
    for (CompletableFuture<?> end : ends) {
      end.get();
    }
    System.out.printf(
        "%d right, %d called once, %d failed%n",
        right.get(), calls.values().stream().filter(count -> count == 1).count(), failures.get());
  }

  private CompletableFuture<?> start(int number) throws Exception {
    if (number < CHILDREN) {
      return child(number);
    }
    if (number < CHILDREN + PROCESSES) {
      Process process = new ProcessBuilder("sh", "-c", script(number)).start();
      return process.onExit().thenAccept(ended -> count(number, ended.exitValue()));
    }
    try {
      Spawn.of("/no/such/program").stdin(Stdio.pipe()).start();
    } catch (PosixException _) {
      failures.incrementAndGet();
    }
    return CompletableFuture.completedFuture(null);
  }

  private CompletableFuture<?> child(int number) throws Exception {
    Child child = Spawn.of("sh", "-c", script(number)).start();
    return child
        .onExit()
        .thenAccept(status -> {
          calls.merge(number, 1, Integer::sum);
          boolean killed = status instanceof ExitStatus.Killed;
          if (killed == (number % 5 == 0)) {
            count(number, status.shellStatus());
          }
        });
  }

  /// Every fifth is killed.
  private static String script(int number) {
    return number % 5 == 0 ? "kill -" + signal(number).name() + " $$" : "exit " + number % 256;
  }

  private static Signal signal(int number) {
    return ENDS[number / 5 % ENDS.length];
  }

  private void count(int number, int status) {
    int expected = number % 5 == 0 ? 128 + signal(number).number() : number % 256;
    right.addAndGet(status == expected ? 1 : 0);
  }
}
