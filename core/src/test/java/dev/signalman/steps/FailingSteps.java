package dev.signalman.steps;

import dev.signalman.Signal;
import dev.signalman.posix.CallSeam;
import dev.signalman.process.Child;
import dev.signalman.process.Spawn;
import dev.signalman.process.Stdio;
import dev.signalman.signal.SignalRegistration;
import dev.signalman.signal.Signals;
import dev.signalman.testkit.Eventually;
import dev.signalman.testkit.ProcFs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// A child that lets allocations and calls of operations fail, one after the other, and looks
/// whether the process is as it was before.
///
/// Its arguments are [#EACH] or the seed of a sample, and the names of [Operation]s. A sample has a
/// call of each kind and a few more. It prints a line for each failure that left something behind,
/// and one for each operation.
final class FailingSteps {
  private static final long SELF = ProcessHandle.current().pid();
  private static final int EIO = 5;

  /// Every call is to fail once.
  static final String EACH = "each";

  /// In a sample, besides one call of each kind.
  private static final int MORE = 3;

  /// What cannot fail in a way that a program meets: these have no errors, or, as close(2), have
  /// done their work when they report one.
  private static final Set<String> INFALLIBLE =
      Set.of("close", "getpid", "getppid", "getuid", "gettid", "clock_gettime", "prctl");

  private FailingSteps() {}

  public static void main(String[] args) throws Exception {
    // What the library holds while it is used, and gives up a moment later, stays for all that
    // time.
    Child child = Spawn.of("cat").stdin(Stdio.pipe()).start();
    try (SignalRegistration _ = Signals.handle(Signal.RT25, info -> {})) {
      for (int i = 1; i < args.length; i++) {
        tryWithoutEach(Operation.valueOf(args[i]), args[0]);
      }
    } finally {
      child.stdin().close();
    }
  }

  private static void tryWithoutEach(Operation operation, String which) throws Exception {
    for (int i = 0; i < 2; i++) {
      attempt(operation, call -> 0); // what the first time alone makes, stays
    }
    List<String> calls = calls(operation);
    List<Integer> tried = which.equals(EACH) ? all(calls) : sample(calls, Long.parseLong(which));
    for (int number : tried) {
      String left = tryWithout(operation, number);
      if (left != null) {
        System.out.println(
            operation + " without " + number + ", " + calls.get(number) + ": " + left);
      }
    }
    System.out.println(operation + (tried.isEmpty() ? " makes no calls" : " tried"));
    System.err.println(operation + " without " + tried + " of " + calls);
  }

  private static List<Integer> all(List<String> calls) {
    List<Integer> numbers = new ArrayList<>();
    for (int i = 0; i < calls.size(); i++) {
      numbers.add(i);
    }
    return numbers;
  }

  private static List<Integer> sample(List<String> calls, long seed) {
    List<Integer> numbers = all(calls);
    Collections.shuffle(numbers, new Random(seed));
    Set<String> kinds = new HashSet<>();
    int[] left = {MORE};
    numbers.removeIf(number -> !kinds.add(calls.get(number)) && left[0]-- <= 0);
    return numbers;
  }

  private static List<String> calls(Operation operation) throws Exception {
    List<String> calls = new ArrayList<>();
    Thread caller = Thread.currentThread();
    attempt(
        operation,
        call -> {
          if (Thread.currentThread().equals(caller) && !INFALLIBLE.contains(call)) {
            calls.add(call);
          }
          return 0;
        });
    return calls;
  }

  /// @return what is not as it should be, or null
  private static @Nullable String tryWithout(Operation operation, int number) throws Exception {
    State before = State.now();
    AtomicInteger count = new AtomicInteger();
    Thread caller = Thread.currentThread();
    String thrown =
        attempt(
            operation,
            call -> {
              boolean counts = Thread.currentThread().equals(caller) && !INFALLIBLE.contains(call);
              return counts && count.getAndIncrement() == number ? EIO : 0;
            });
    String left = before.difference();
    String works;
    try {
      works = attempt(operation, call -> 0);
    } catch (Exception e) {
      works = e.toString();
    }
    String problem =
        (left.isEmpty() ? "" : left + "; ") + (works == null ? "" : "then it fails: " + works);
    return problem.isEmpty() ? null : problem + " (after: " + thrown + ")";
  }

  /// @return what was thrown, or null
  private static @Nullable String attempt(Operation operation, CallSeam.Plan plan)
      throws Exception {
    AutoCloseable done = null;
    Operation.Prepared prepared = operation.prepare();
    try {
      CallSeam.install(plan);
      done = prepared.step();
      return null;
    } catch (Throwable e) {
      return e.toString();
    } finally {
      CallSeam.install(null);
      if (done != null) {
        done.close();
      }
      prepared.undo();
    }
  }

  /// What an operation may change in the process.
  private record State(
      BitSet caught,
      BitSet ignored,
      Map<Long, BitSet> masks,
      Map<Integer, String> descriptors,
      String timers,
      long children) {

    static State now() throws Exception {
      ProcFs process = ProcFs.process(SELF);
      return new State(
          process.caught(),
          process.ignored(),
          ProcFs.masks(SELF),
          opened(),
          Files.readString(Path.of("/proc/self/timers")),
          ProcessHandle.current().children().count());
    }

    private static Map<Integer, String> opened() throws Exception {
      Map<Integer, String> open = new TreeMap<>(ProcFs.descriptors(SELF));
      open.values().removeIf(target -> target.startsWith("/"));
      return open;
    }

    /// Waits for a moment for what other threads undo.
    String difference() throws Exception {
      try {
        Eventually.until("nothing is left", () -> differenceNow().isEmpty());
        return "";
      } catch (AssertionError e) {
        return differenceNow();
      }
    }

    private String differenceNow() throws Exception {
      State now = now();
      List<String> differences = new ArrayList<>();
      add(differences, "caught", caught, now.caught);
      add(differences, "ignored", ignored, now.ignored);
      add(differences, "descriptors", descriptors, now.descriptors);
      add(differences, "timers", timers, now.timers);
      add(differences, "children", children, now.children);
      now.masks.forEach((tid, mask) -> {
        BitSet old = masks.get(tid);
        if (old != null) {
          add(differences, "mask of " + tid, old, mask);
        }
      });
      return String.join(", ", differences);
    }

    private static void add(List<String> differences, String what, Object before, Object after) {
      if (!before.equals(after)) {
        differences.add(what + " " + before + " became " + after);
      }
    }
  }
}
