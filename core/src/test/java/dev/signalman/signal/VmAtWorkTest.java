package dev.signalman.signal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.ReservedSignalException;
import dev.signalman.Signal;
import dev.signalman.SignalInfo;
import dev.signalman.testkit.CProgram;
import dev.signalman.testkit.ChildJvm;
import dev.signalman.testkit.ChildProgram;
import dev.signalman.testkit.Eventually;
import dev.signalman.testkit.Lines;
import dev.signalman.testkit.Peer;
import dev.signalman.testkit.ProcFs;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// The VM's own use of signals and of threads works while signals are claimed and arrive.
class VmAtWorkTest {
  private static final Signal FLOODED = Signal.RT2;

  private static ChildProgram flood(ChildJvm child, int count) throws Exception {
    return CProgram.compile(VmAtWorkTest.class, "/c/flood.c")
        .start(
            Integer.toString(child.pid()),
            Integer.toString(FLOODED.number()),
            "0",
            Integer.toString(count));
  }

  @Test
  @DisplayName("JVM-03: the VM still turns faults into exceptions during a flood of signals")
  void exceptionsAreExact() throws Exception {
    try (ChildJvm child = ChildJvm.start(Faults.class)) {
      child.expect("ready");
      try (ChildProgram sender = flood(child, 50_000)) {
        child.send("go");
        child.expect("200000 null, 200000 zero, 100 deep, 20 collections");
        sender.expectExit(0);
      }
      child.expect("50000 in order");
    }
  }

  static final class Faults {
    private static final AtomicLong IN_ORDER = new AtomicLong();

    public static void main(String[] args) throws Exception {
      Signals.handle(Signal.TERM, info -> {});
      SelfPipe pipe = SelfPipe.open(FLOODED, Signal.USR2, Signal.QUIT);
      Thread counter = Thread.ofPlatform().start(() -> count(pipe));
      System.out.println("ready");
      Lines.next();
      int nulls = 0;
      int zeros = 0;
      for (int i = 0; i < 200_000; i++) {
        nulls += isNull(i % 2 == 0 ? null : new int[0]) ? 1 : 0;
        nulls += isNull(i % 2 == 0 ? new int[0] : null) ? 1 : 0;
        zeros += isZero(i, 0) ? 1 : 0;
      }
      int deep = 0;
      for (int i = 0; i < 100; i++) {
        deep += overflows() ? 1 : 0;
      }
      for (int i = 0; i < 20; i++) {
        System.gc();
      }
      System.out.printf("%d null, %d zero, %d deep, 20 collections%n", nulls, zeros, deep);
      counter.join();
      System.out.println(IN_ORDER + " in order");
    }

    /// By a fault of the processor, where it is compiled: there is no comparison in the code.
    private static boolean isNull(int @Nullable [] array) {
      try {
        return length(array) < 0;
      } catch (NullPointerException e) {
        return true;
      }
    }

    @SuppressWarnings("NullAway") // the point of it
    private static int length(int @Nullable [] array) {
      return array.length;
    }

    private static boolean isZero(int value, int divisor) {
      try {
        return value / divisor == 1;
      } catch (ArithmeticException e) {
        return true;
      }
    }

    private static boolean overflows() {
      try {
        return descend(0) < 0;
      } catch (StackOverflowError e) {
        return true;
      }
    }

    @SuppressWarnings("InfiniteRecursion") // until there is no stack left
    private static int descend(int depth) {
      return 1 + descend(depth + 1);
    }

    private static void count(SelfPipe pipe) {
      try {
        for (int i = 0; i < 50_000; i++) {
          IN_ORDER.addAndGet(pipe.take().value() == i ? 1 : 0);
        }
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }

  @Test
  @DisplayName("JVM-04: the sockets' wake-up signal is refused, and blocked channels can be closed")
  void blockedChannelsCanBeClosed() throws Exception {
    try (ChildJvm child = ChildJvm.start(Channels.class)) {
      child.expect("ready", "refused before", "refused after");
      for (String thread : List.of("platform", "virtual")) {
        child.expect(thread + " AsynchronousCloseException");
        child.expect(thread + " ClosedByInterruptException");
      }
      child.expectExit(0);
    }
  }

  static final class Channels {
    public static void main(String[] args) throws Exception {
      System.out.println("ready");
      refuse("before");
      SelfPipe pipe = SelfPipe.open(SelfPipeTest.receivable());
      try (ServerSocketChannel server = ServerSocketChannel.open()) {
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        refuse("after");
        for (Thread.Builder builder :
            List.of(Thread.ofPlatform().name("platform"), Thread.ofVirtual().name("virtual"))) {
          endRead(builder, server, false);
          endRead(builder, server, true);
        }
      }
      pipe.close();
    }

    private static void refuse(String when) throws Exception {
      try {
        SelfPipe.open(Signal.RT28).close();
      } catch (ReservedSignalException e) {
        System.out.println("refused " + when);
      }
    }

    private static void endRead(
        Thread.Builder builder, ServerSocketChannel server, boolean interrupt) throws Exception {
      try (SocketChannel channel = SocketChannel.open(server.getLocalAddress());
          SocketChannel peer = server.accept()) {
        CompletableFuture<String> tid = new CompletableFuture<>();
        Thread reader = builder.start(() -> read(channel, tid));
        peer.write(ByteBuffer.allocate(1));
        awaitBlocked(reader, Long.parseLong(tid.get()));
        if (interrupt) {
          reader.interrupt();
        } else {
          close(channel);
        }
        reader.join();
      }
    }

    private static void close(Closeable channel) throws IOException {
      channel.close();
    }

    private static void awaitBlocked(Thread reader, long tid) throws Exception {
      long pid = ProcessHandle.current().pid();
      Eventually.until(
          "blocked in read",
          () ->
              reader.isVirtual()
                  ? reader.getState() == Thread.State.WAITING
                  : ProcFs.thread(pid, tid).state() == 'S');
    }

    private static void read(SocketChannel channel, CompletableFuture<String> tid) {
      ByteBuffer buffer = ByteBuffer.allocate(1);
      try {
        channel.read(buffer);
        tid.complete(ThisThread.tid());
        channel.read(buffer.clear());
      } catch (IOException e) {
        System.out.println(Thread.currentThread().getName() + " " + e.getClass().getSimpleName());
      }
    }
  }

  @Test
  @DisplayName("JVM-09: System.exit in a handler runs the hooks, even if more signals arrive")
  void exitFromAHandler() throws Exception {
    try (ChildJvm child = ChildJvm.start(ExitInHandler.class)) {
      child.expect("ready");
      Peer.kill("USR1", child.pid());
      child.expect("hook begins");
      try (ChildProgram sender = flood(child, 20_000)) {
        for (String other : List.of("TERM", "INT", "HUP", "USR1", "USR2", "QUIT", "CHLD")) {
          Peer.kill(other, child.pid());
        }
        sender.expectExit(0);
      }
      child.send("end");
      child.expect("20000 in hook", "hook ends");
      child.expectExit(5);
      assertThat(child.errors()).isEmpty();
    }
  }

  static final class ExitInHandler {
    public static void main(String[] args) throws Exception {
      SignalQueue flooded = Signals.queue(FLOODED);
      Signals.handle(Signal.USR1, info -> System.exit(5));
      for (Signal other : List.of(Signal.TERM, Signal.INT, Signal.HUP, Signal.USR2, Signal.QUIT)) {
        Signals.handle(other, info -> System.exit(6));
      }
      Runtime.getRuntime().addShutdownHook(new Thread(() -> wait(flooded)));
      System.out.println("ready");
      Thread.sleep(Long.MAX_VALUE);
    }

    private static void wait(SignalQueue flooded) {
      System.out.println("hook begins");
      try {
        Lines.next();
        int count = 0;
        while (count < 20_000) {
          flooded.take();
          count++;
        }
        System.out.println(count + " in hook");
      } catch (IOException | InterruptedException e) {
        throw new AssertionError(e);
      }
      System.out.println("hook ends");
    }
  }

  @Test
  @DisplayName("JVM-12: every signal arrives during forced collections and thread dumps")
  void collectionsAndThreadDumps() throws Exception {
    try (ChildJvm child = ChildJvm.start(Collecting.class)) {
      child.expect("ready");
      for (int i = 0; i < 100; i++) {
        if (i % 33 == 0) {
          assertThat(Jcmd.run(child, "Thread.print")).contains("\"collector\"");
        }
        Peer.kill(i % 2 == 0 ? "USR1" : "TERM", child.pid());
        child.expect((i % 2 == 0 ? "USR1 " : "TERM ") + i);
      }
      child.send("count");
      assertThat(Integer.parseInt(child.line())).isGreaterThanOrEqualTo(100);
    }
  }

  static final class Collecting {
    private static final AtomicLong COLLECTIONS = new AtomicLong();

    public static void main(String[] args) throws Exception {
      SelfPipe pipe = SelfPipe.open(Signal.USR1, Signal.TERM);
      Thread.ofPlatform().daemon().name("collector").start(Collecting::collect);
      System.out.println("ready");
      for (int i = 0; i < 100; i++) {
        SignalInfo info = pipe.take();
        System.out.println(info.signal() + " " + i);
      }
      Lines.next();
      while (COLLECTIONS.get() < 100) {
        Thread.onSpinWait();
      }
      System.out.println(COLLECTIONS);
    }

    private static void collect() {
      while (true) {
        System.gc();
        COLLECTIONS.incrementAndGet();
      }
    }
  }
}
