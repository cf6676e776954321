package dev.signalman.signal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.Ownership;
import dev.signalman.Signal;
import dev.signalman.SignalInfo;
import dev.signalman.SignalSet;
import dev.signalman.testkit.CProgram;
import dev.signalman.testkit.ChildJvm;
import dev.signalman.testkit.Eventually;
import dev.signalman.testkit.Lines;
import dev.signalman.testkit.Peer;
import dev.signalman.testkit.ProcFs;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// What comes out of a self-pipe, and what is left of it after close().
class SelfPipeTest {
  /// Every signal that a program can receive, PROF and all.
  static SignalSet receivable() {
    return SignalSet.copyOf(Stream.of(Signal.values()).filter(Ownership::receivable).toList());
  }

  @Test
  @DisplayName("FD-03: signals sent one after the other are read in that order")
  void signalsAreReadAsTheyWereSent() throws Exception {
    try (ChildJvm child = ChildJvm.start(TakeAll.class, "USR1", "ALRM")) {
      child.expect("ready");
      for (String name : List.of("USR1", "ALRM", "ALRM", "USR1")) {
        Peer sender = Peer.kill(name, child.pid());
        child.expect("SIG" + name + " from " + sender.pid());
      }
    }
  }

  @Test
  @DisplayName("FD-09: every receivable signal gives one record, with its number")
  void everySignalArrivesOnce() throws Exception {
    try (ChildJvm child = ChildJvm.start(TakeAll.class)) {
      child.expect("ready");
      for (Signal signal : receivable()) {
        Peer sender = Peer.kill(Integer.toString(signal.number()), child.pid());
        child.expect(signal.fullName() + " from " + sender.pid());
      }
    }
  }

  static final class TakeAll {
    public static void main(String[] args) throws Exception {
      SignalSet signals =
          args.length == 0
              ? receivable()
              : SignalSet.copyOf(Stream.of(args).map(Signal::parse).toList());
      try (SelfPipe pipe = SelfPipe.open(signals)) {
        System.out.println("ready");
        while (true) {
          SignalInfo info = pipe.take();
          System.out.println(info.signal().fullName() + " from " + info.pid());
        }
      }
    }
  }

  @Test
  @DisplayName("FD-04, FD-12: signals pending together are read at once, lowest number first")
  void pendingTogetherComesTogether() throws Exception {
    try (ChildJvm child = ChildJvm.start(PollWhenTold.class)) {
      child.expect("ready", "null");
      Peer.kill("WINCH", child.pid());
      Peer.kill("USR1", child.pid());
      Peer.kill("RTMIN", child.pid());
      Peer.kill("TERM", child.pid());
      child.send("poll");
      child.expect("USR1", "TERM", "WINCH", "RT0", "null");
    }
  }

  @Test
  @DisplayName("FD-12: 200 queued signals come in order with their values, over several reads")
  void moreThanOneReadHolds() throws Exception {
    try (ChildJvm child = ChildJvm.start(PollWhenTold.class)) {
      child.expect("ready", "null");
      Peer.sh(
          "i=0; while [ $i -lt 200 ]; do /bin/kill -q $i -s $2 $1; i=$((i+1)); done",
          Integer.toString(child.pid()),
          Integer.toString(Signal.RT1.number()));
      child.send("poll");
      for (int i = 0; i < 200; i++) {
        child.expect("RT1 " + i);
      }
      child.expect("null");
    }
  }

  @Test
  @DisplayName("FD-08: 20000 unread signals block no thread, and are read in order")
  void unreadSignalsWaitInTheKernel() throws Exception {
    CProgram flood = CProgram.compile(SelfPipeTest.class, "/c/flood.c");
    try (ChildJvm child = ChildJvm.start(CountWhenTold.class)) {
      child.expect("ready");
      flood.run(Integer.toString(child.pid()), Integer.toString(Signal.RT0.number()), "0", "20000");
      for (String other : List.of("USR1", "USR2", "TERM", "WINCH")) {
        Peer.kill(other, child.pid());
      }
      child.send("count");
      child.expect("USR1 USR2 TERM WINCH, then 20000 in order, dropped 0");
    }
  }

  static final class CountWhenTold {
    public static void main(String[] args) throws Exception {
      SelfPipe pipe =
          SelfPipe.open(Signal.RT0, Signal.USR1, Signal.USR2, Signal.TERM, Signal.WINCH);
      System.out.println("ready");
      Lines.next();
      List<String> others = new ArrayList<>();
      int count = 0;
      for (SignalInfo info = pipe.poll(); info != null; info = pipe.poll()) {
        if (info.signal() == Signal.RT0) {
          count += info.value() == count ? 1 : 0;
        } else {
          others.add(info.signal().name());
        }
      }
      System.out.printf(
          "%s, then %d in order, dropped %d%n", String.join(" ", others), count, pipe.dropped());
    }
  }

  static final class PollWhenTold {
    public static void main(String[] args) throws Exception {
      SelfPipe pipe = SelfPipe.open(Signal.USR1, Signal.TERM, Signal.WINCH, Signal.RT0, Signal.RT1);
      System.out.println("ready");
      System.out.println(pipe.poll());
      for (String _ : Lines.in()) {
        SignalInfo info = pipe.poll();
        while (info != null) {
          String value = info.signal() == Signal.RT1 ? " " + info.intValue() : "";
          System.out.println(info.signal() + value);
          info = pipe.poll();
        }
        System.out.println("null");
      }
    }
  }

  /// All that a claim can change in a process, as the kernel shows it.
  private record Traces(
      BitSet caught, BitSet ignored, Map<Long, BitSet> masks, Map<Integer, String> descriptors) {
    static Traces of(ChildJvm child) throws Exception {
      ProcFs status = ProcFs.process(child.pid());
      Map<Long, BitSet> masks = ProcFs.masks(child.pid());
      masks.keySet().removeIf(tid -> isCompiler(child.pid(), tid));
      return new Traces(status.caught(), status.ignored(), masks, ProcFs.descriptors(child.pid()));
    }

    /// The VM starts and ends these as it needs them.
    private static boolean isCompiler(int pid, long tid) {
      try {
        return ProcFs.threadName(pid, tid).matches("C[12] CompilerThre|Attach Listener");
      } catch (IOException e) {
        return true;
      }
    }
  }

  @Test
  @DisplayName("FD-15: close() leaves actions, masks of all threads and descriptors as they were")
  void closeLeavesNothing() throws Exception {
    try (ChildJvm child = ChildJvm.start(OpenEach.class)) {
      child.expect("ready");
      Traces before = Traces.of(child);
      for (Signal signal : receivable()) {
        child.send(signal.name());
        child.expect("open");
        BitSet claimed = ProcFs.process(child.pid()).caught();
        assertThat(claimed.get(signal.number())).as("%s is caught", signal).isTrue();
        child.send("close");
        child.expect("closed");
        assertSame(before, child, signal.name());
      }
      child.send("all");
      child.expect("open");
      child.send("close");
      child.expect("closed");
      assertSame(before, child, "all together");
      // Once: shared descriptors stay open for a second or two after their last use.
      ProcFs.awaitNoFurtherDescriptor(child.pid(), before.descriptors);
    }
  }

  private static void assertSame(Traces before, ChildJvm child, String claimed) throws Exception {
    Traces after = Traces.of(child);
    // In threads that began while it was claimed nothing is blocked but what HotSpot blocks.
    BitSet young = new BitSet();
    young.set(Signal.QUIT.number());
    after.masks.forEach((tid, mask) -> {
      if (!before.masks.containsKey(tid)) {
        assertThat(mask).as("thread %s after %s", tid, claimed).isEqualTo(young);
      }
    });
    after.masks.keySet().retainAll(before.masks.keySet());
    assertThat(after.masks).as("masks after %s", claimed).isEqualTo(before.masks);
    assertThat(after.caught).as("caught after %s", claimed).isEqualTo(before.caught);
    assertThat(after.ignored).as("ignored after %s", claimed).isEqualTo(before.ignored);
  }

  static final class OpenEach {
    public static void main(String[] args) throws Exception {
      SelfPipe.open(Signal.CHLD).close(); // loads the classes that a claim needs
      Thread.ofPlatform().daemon().start(OpenEach::sleep);
      System.out.println("ready");
      while (true) {
        String name = Lines.next();
        SignalSet signals = name.equals("all") ? receivable() : SignalSet.of(Signal.parse(name));
        try (SelfPipe pipe = SelfPipe.open(signals)) {
          Thread.ofPlatform().daemon().start(OpenEach::sleep);
          System.out.println("open");
          Lines.next();
          assert pipe.isOpen();
        }
        System.out.println("closed");
      }
    }

    private static void sleep() {
      try {
        Thread.sleep(Long.MAX_VALUE);
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }

  @Test
  @DisplayName("FD-11: no child has a descriptor of the library")
  void descriptorsStayInThisProcess() throws Exception {
    try (ChildJvm child = ChildJvm.start(ChildOfAnOpenPipe.class)) {
      child.expect("ready");
      Map<Integer, String> own = ProcFs.descriptors(child.pid());
      own.entrySet().removeIf(open -> open.getKey() < 3 || !isOurs(open.getValue()));
      // Two receivers, each with an epoll, an eventfd, a signalfd and both ends of a pipe; and an
      // epoll and an eventfd to wake the reader thread.
      assertThat(own).hasSize(12);
      for (int fd : own.keySet()) {
        assertThat(ProcFs.isCloseOnExec(child.pid(), fd)).as("%d of %s", fd, own).isTrue();
      }
      child.send("list");
      List<String> inherited = List.of(child.line().split(" ", -1));
      assertThat(inherited).noneMatch(SelfPipeTest::isOurs);
    }
  }

  private static boolean isOurs(String target) {
    return target.matches("pipe:.*|.*\\[(eventpoll|eventfd|signalfd)\\]");
  }

  static final class ChildOfAnOpenPipe {
    public static void main(String[] args) throws Exception {
      SelfPipe pipe = SelfPipe.open(Signal.USR1);
      SignalQueue queue = Signals.queue(Signal.USR2);
      System.out.println("ready");
      Lines.next();
      Path listing = Files.createTempFile("descriptors", ".txt");
      new ProcessBuilder("sh", "-c", "for fd in /proc/self/fd/*; do readlink $fd; done")
          .redirectInput(new File("/dev/null"))
          .redirectOutput(listing.toFile())
          .redirectError(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
      System.out.println(String.join(" ", Files.readAllLines(listing)));
      Files.delete(listing);
      pipe.close();
      queue.close();
    }
  }

  @Test
  @DisplayName(
      "FD-15: opening and closing a thousand self-pipes leaves no descriptor and no thread")
  void aThousandPipesLeaveNothing() throws Exception {
    // A second carrier of virtual threads would be left for up to a minute.
    try (ChildJvm child =
        ChildJvm.of(ThousandPipes.class)
            .vm(
                "-Djdk.virtualThreadScheduler.parallelism=1",
                "-Djdk.virtualThreadScheduler.maxPoolSize=1")
            .start()) {
      child.expect("ready");
      Map<Integer, String> descriptors = ProcFs.descriptors(child.pid());
      int threads = ProcFs.threads(child.pid()).size();
      child.send("go");
      child.expect("1000 times");
      // The VM may have a file or a thread more for a moment.
      ProcFs.awaitNoFurtherDescriptor(child.pid(), descriptors);
      Eventually.until("no thread is left", () -> ProcFs.threads(child.pid()).size() <= threads);
    }
  }

  static final class ThousandPipes {
    public static void main(String[] args) throws Exception {
      openAndClose(2);
      System.out.println("ready");
      Lines.next();
      openAndClose(1000);
      System.out.println("1000 times");
      Lines.next();
    }

    private static void openAndClose(int times) throws Exception {
      List<Signal> signals = List.of(Signal.USR1, Signal.TERM, Signal.RT3, Signal.USR2);
      for (int i : IntStream.range(0, times).toArray()) {
        Signal signal = signals.get(i % signals.size());
        try (SelfPipe pipe = SelfPipe.open(signal)) {
          Signals.raise(signal);
          take(pipe, i % 100 == 0);
        }
      }
    }

    private static void take(SelfPipe pipe, boolean virtual) throws Exception {
      if (virtual) {
        Thread.ofVirtual().start(() -> take(pipe)).join();
      } else {
        take(pipe);
      }
    }

    private static void take(SelfPipe pipe) {
      try {
        pipe.take();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }
}
