package dev.signalman.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.signalman.Signal;
import dev.signalman.SignalSet;
import dev.signalman.internal.init.OrphanWatch;
import dev.signalman.signal.SignalQueue;
import dev.signalman.signal.Signals;
import dev.signalman.testkit.CProgram;
import dev.signalman.testkit.ChildJvm;
import dev.signalman.testkit.Eventually;
import dev.signalman.testkit.Peer;
import dev.signalman.testkit.ProcFs;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class OrphansTest {
  private static final String[] NAMESPACE = {
    "unshare", "--fork", "--pid", "--mount-proc", "--kill-child"
  };

  @Test
  @DisplayName("a hundred simultaneous orphans are adopted and waited for, each with its status")
  void hundredOrphansAtOnce() throws Exception {
    String helper = CProgram.compile(OrphansTest.class, "/c/orphan_status.c").path().toString();
    try (ChildJvm jvm = ChildJvm.of(Hundred.class).args(helper, "100").start()) {
      jvm.expect("started 100", "0 before", "exact true", "count 100", "no child", "closed");
      jvm.expect("second 1", "deaths seen true");
      jvm.expectExit(0);
    }
  }

  /// The orphans wait for the end of their input, all for the same.
  static final class Hundred {
    private Hundred() {}

    public static void main(String[] args) throws Exception {
      int number = Integer.parseInt(args[1]);
      AtomicInteger deaths = new AtomicInteger();
      BlockingQueue<Orphan> seen = new LinkedBlockingQueue<>();
      try (var _ = Signals.handle(Signal.CHLD, _ -> deaths.incrementAndGet());
          Orphans orphans = Orphans.adopt(seen::add)) {
        adopt(args[0], number, seen);
        System.out.println("count " + orphans.count());
        System.out.println(children().isEmpty() ? "no child" : "left " + children());
      }
      System.out.println("closed");
      try (Orphans second = Orphans.adopt(seen::add)) {
        Child helper =
            Spawn.of(args[0], "1").stdin(Stdio.discard()).stdout(Stdio.discard()).start();
        helper.waitFor();
        seen.take();
        System.out.println("second " + second.count());
      }
      System.out.println("deaths seen " + (deaths.get() > 0));
    }

    private static void adopt(String helper, int number, BlockingQueue<Orphan> seen)
        throws Exception {
      Child child = Spawn.of(helper, "" + number).stdin(Stdio.pipe()).stdout(Stdio.pipe()).start();
      System.out.println("started " + reader(child).readLine());
      child.waitFor();
      System.out.println(seen.size() + " before");
      child.stdin().close();
      List<Integer> codes = new ArrayList<>();
      for (int i = 0; i < number; i++) {
        Orphan orphan = seen.take();
        if (orphan.name().equals(Path.of(helper).getFileName().toString().substring(0, 15))) {
          codes.add(orphan.status().shellStatus());
        }
      }
      System.out.println(
          "exact "
              + codes.stream()
                  .sorted()
                  .toList()
                  .equals(IntStream.range(0, number).boxed().toList()));
      child.stdout().close();
    }
  }

  private static BufferedReader reader(Child child) {
    return new BufferedReader(new InputStreamReader(child.stdout(), UTF_8));
  }

  private static String children() throws Exception {
    long pid = ProcessHandle.current().pid();
    return Files.readString(Path.of("/proc/self/task/" + pid + "/children")).strip();
  }

  @Test
  @DisplayName("CHLD-19 beside orphans, every Process and every Child keeps its own status")
  void nobodyLosesAStatus() throws Exception {
    try (ChildJvm jvm = ChildJvm.start(Mixed.class)) {
      jvm.expect("processes 150 exact", "children 50 exact", "orphans 50 exact");
      jvm.expectExit(0);
    }
  }

  @Test
  @DisplayName(
      "CHLD-19 a program that searches itself: the same, in parts, and names only if looked at")
  void nobodyLosesAStatusWithoutTheJdk() throws Exception {
    try (ChildJvm jvm = ChildJvm.start(Alone.class)) {
      jvm.expect("children 150 exact", "orphans 150 exact", "named 150", "named 0");
      jvm.expectExit(0);
    }
  }

  /// Children of the library from threads that end at once, each with an orphan.
  static final class Alone {
    private Alone() {}

    /// Searches in its own thread whenever a child has ended, until it is interrupted.
    private static final class Watch extends Thread implements Consumer<Orphan>, OrphanWatch {
      private final BlockingQueue<Orphan> seen = new LinkedBlockingQueue<>();
      private final SignalQueue deaths = Signals.queue(SignalSet.of(Signal.CHLD), 1);
      private final boolean named;
      private Search search = () -> false;

      Watch(boolean named) throws Exception {
        this.named = named;
      }

      @Override
      public boolean namesOrphans() {
        return named;
      }

      @Override
      public void offer(Search search) {
        this.search = search;
      }

      @Override
      public void accept(Orphan orphan) {
        seen.add(orphan);
      }

      @Override
      public void run() {
        try (deaths) {
          while (true) {
            deaths.take();
            while (search.next()) {
              // Parts of one search.
            }
          }
        } catch (InterruptedException _) {
          // the end of the test
        } catch (Exception e) {
          throw new IllegalStateException(e);
        }
      }

      void end() throws InterruptedException {
        interrupt();
        join();
      }
    }

    public static void main(String[] args) throws Exception {
      Watch watch = new Watch(true);
      try (Orphans orphans = Orphans.adopt(watch)) {
        watch.start();
        System.out.println("children " + exact() + " exact");
        int exact = 0;
        int named = 0;
        for (int i = 0; i < 150; i++) {
          Orphan orphan = watch.seen.take();
          exact += orphan.status().shellStatus() == 77 ? 1 : 0;
          named += orphan.name().equals("sh") ? 1 : 0;
        }
        System.out.println("orphans " + exact + (orphans.count() == 150 ? " exact" : " of more"));
        System.out.println("named " + named);
        watch.end();
      }
      Watch nameless = new Watch(false);
      try (Orphans _ = Orphans.adopt(nameless)) {
        nameless.start();
        Spawn.of("sh", "-c", "(sleep 0.05; exit 77) & exit 0").start().waitFor();
        System.out.println("named " + nameless.seen.take().name().length());
        nameless.end();
      }
    }

    private static int exact() throws Exception {
      AtomicInteger exact = new AtomicInteger();
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < 150; i++) {
        int code = i;
        threads.add(
            Thread.ofPlatform()
                .start(() -> {
                  try {
                    String script = "(sleep 0.05; exit 77) & exit " + code;
                    Child child = Spawn.of("sh", "-c", script).start();
                    exact.addAndGet(child.waitFor().shellStatus() == code ? 1 : 0);
                  } catch (IOException | InterruptedException e) {
                    throw new IllegalStateException(e);
                  }
                }));
      }
      for (Thread thread : threads) {
        thread.join();
      }
      return exact.get();
    }
  }

  /// Children of the JDK from threads that end at once, so that the kernel files them where the
  /// orphans are; those of the library; and orphans.
  static final class Mixed {
    private Mixed() {}

    public static void main(String[] args) throws Exception {
      BlockingQueue<Orphan> seen = new LinkedBlockingQueue<>();
      List<Thread> threads = new ArrayList<>();
      ConcurrentLinkedQueue<Started> processes = new ConcurrentLinkedQueue<>();
      List<Child> children = new ArrayList<>();
      try (Orphans orphans = Orphans.adopt(seen::add)) {
        for (int i = 0; i < 50; i++) {
          threads.add(starter(processes, 3 * i, "exit " + 3 * i));
          threads.add(starter(processes, 3 * i + 1, "sleep 0.01; exit " + (3 * i + 1)));
          threads.add(starter(processes, 3 * i + 2, "sleep 0.1; exit " + (3 * i + 2)));
          children.add(Spawn.of("sh", "-c", "(sleep 0.05; exit 77) & exit " + i).start());
        }
        for (Thread thread : threads) {
          thread.join();
        }
        int exact = 0;
        for (Started started : processes) {
          exact += started.process().waitFor() == started.code() ? 1 : 0;
        }
        System.out.println("processes " + exact + " exact");
        exact = 0;
        for (int i = 0; i < children.size(); i++) {
          exact += children.get(i).waitFor().shellStatus() == i ? 1 : 0;
        }
        System.out.println("children " + exact + " exact");
        exact = 0;
        for (int i = 0; i < 50; i++) {
          exact += seen.take().status().shellStatus() == 77 ? 1 : 0;
        }
        System.out.println("orphans " + exact + (orphans.count() == 50 ? " exact" : " of more"));
      }
    }

    private record Started(Process process, int code) {}

    private static Thread starter(
        ConcurrentLinkedQueue<Started> processes, int code, String script) {
      return Thread.ofPlatform()
          .start(() -> {
            try {
              processes.add(new Started(new ProcessBuilder("sh", "-c", script).start(), code));
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    }
  }

  @Test
  void closingEndsAdoptionAndLeavesTheRestToTheNext() throws Exception {
    try (ChildJvm jvm = ChildJvm.start(Closing.class)) {
      jvm.expect("adopted", "already", "closed", "zombie", "0 0 killed by signal SIGKILL (9)");
      jvm.expect("not adopted");
      jvm.expectExit(0);
    }
  }

  static final class Closing {
    private Closing() {}

    public static void main(String[] args) throws Exception {
      BlockingQueue<Orphan> seen = new LinkedBlockingQueue<>();
      Orphans first = Orphans.adopt(seen::add);
      long orphan = orphan();
      Eventually.until("adopted", () -> children().equals("" + orphan));
      System.out.println("adopted");
      try {
        Orphans.adopt();
      } catch (IllegalStateException _) {
        System.out.println("already");
      }
      first.close();
      first.close();
      System.out.println("closed");
      Signals.send(orphan, Signal.KILL);
      Eventually.until("a zombie", () -> isZombie(orphan));
      System.out.println("zombie");
      int before = seen.size();
      try (Orphans _ = Orphans.adopt(seen::add)) {
        System.out.println(before + " " + first.count() + " " + seen.take().status());
      }
      long other = orphan();
      System.out.println(children().isEmpty() ? "not adopted" : "adopted again");
      Signals.send(other, Signal.KILL);
    }

    private static long orphan() throws Exception {
      Child shell =
          Spawn.of("sh", "-c", "sleep 600 >/dev/null & echo $!").stdout(Stdio.pipe()).start();
      try (BufferedReader out = reader(shell)) {
        long pid = Long.parseLong(out.readLine());
        shell.waitFor();
        return pid;
      }
    }

    private static boolean isZombie(long pid) throws Exception {
      return ProcFs.process(pid).state() == 'Z';
    }
  }

  @Test
  void processOneOfANamespaceIsRidOfItsOrphans() throws Exception {
    String[] probe = {NAMESPACE[0], NAMESPACE[1], NAMESPACE[2], NAMESPACE[3], NAMESPACE[4], "true"};
    assumeTrue(Peer.run(probe).status() == 0, "skipped: needs the right to make a pid namespace");
    String helper = CProgram.compile(OrphansTest.class, "/c/orphan_status.c").path().toString();
    try (ChildJvm jvm = ChildJvm.of(Hundred.class).prefix(NAMESPACE).args(helper, "100").start()) {
      jvm.expect("started 100", "0 before", "exact true", "count 100", "no child", "closed");
      jvm.expect("second 1", "deaths seen true");
      jvm.expectExit(0);
    }
  }

  @Test
  void listenerThatThrowsAndClosesHarmsNobody() throws Exception {
    try (ChildJvm jvm = ChildJvm.start(Throwing.class)) {
      jvm.expect("told", "told", "told", "count true");
      jvm.expectExit(0);
      assertThat(jvm.errors())
          .anyMatch(line -> line.contains("AssertionError: an error"))
          .anyMatch(line -> line.contains("IllegalStateException: no luck"));
    }
  }

  static final class Throwing {
    private Throwing() {}

    public static void main(String[] args) throws Exception {
      BlockingQueue<Orphan> seen = new LinkedBlockingQueue<>();
      Orphans[] self = new Orphans[1];
      self[0] =
          Orphans.adopt(orphan -> {
            System.out.println("told");
            seen.add(orphan);
            if (seen.size() == 3) {
              self[0].close();
            }
            if (seen.size() == 1) {
              throw new AssertionError("an error");
            }
            throw new IllegalStateException("no luck");
          });
      for (int i = 0; i < 3; i++) {
        Spawn.of("sh", "-c", "sleep 0.1 &").start().waitFor();
        Eventually.until("waited for", () -> children().isEmpty());
      }
      Eventually.until("told", () -> seen.size() == 3);
      System.out.println("count " + (self[0].count() == 3));
    }
  }

  @Test
  void vmThatMayStartChildrenInItsFirstThreadIsRefused() throws Exception {
    try (ChildJvm jvm = ChildJvm.start(Embedded.class)) {
      jvm.expectExit(1);
      assertThat(jvm.errors())
          .anyMatch(line -> line.contains("in a VM that the java command did not start"));
    }
  }

  static final class Embedded {
    private Embedded() {}

    public static void main(String[] args) throws Exception {
      System.clearProperty("sun.java.launcher"); // which the command itself sets
      Orphans.adopt().close();
    }
  }
}
