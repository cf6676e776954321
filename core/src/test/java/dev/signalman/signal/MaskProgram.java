package dev.signalman.signal;

import dev.signalman.ReservedSignalException;
import dev.signalman.Signal;
import dev.signalman.SignalInfo;
import dev.signalman.SignalSet;
import dev.signalman.testkit.ChildJvm;
import dev.signalman.testkit.Eventually;
import dev.signalman.testkit.Peer;
import dev.signalman.testkit.ProcFs;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.BitSet;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/// Children whose threads block signals: each does what its argument names.
final class MaskProgram {
  private static final SignalSet SOME = SignalSet.of(Signal.USR1, Signal.ALRM);

  private MaskProgram() {}

  static ChildJvm run(String name, String... vm) throws IOException {
    return ChildJvm.of(MaskProgram.class).vm(vm).args(name).start();
  }

  public static void main(String[] args) throws Exception {
    switch (args[0]) {
      case "unblock" -> unblock();
      case "unblockAll" -> unblockAll();
      case "storm" -> storm();
      case "neighbours" -> neighbours();
      case "inherit" -> inherit();
      case "everything" -> everything();
      case "virtual" -> virtual();
      case "launched" -> launched();
      case "claims" -> claims();
      default -> throw new IllegalArgumentException(args[0]);
    }
  }

  private static void unblock() throws Exception {
    SignalQueue queue = Signals.queue(Signal.USR1);
    System.out.println(ThisThread.tid());
    System.in.read();
    System.out.println("pending " + ThisThread.pending());
    SignalMask.unblock(SignalSet.of(Signal.USR1));
    System.out.println("after " + ThisThread.pending());
    SignalInfo info = queue.take();
    System.out.println(info.signal().fullName() + " " + info.cause());
    System.out.println("blocked " + ThisThread.blocked());
  }

  private static void unblockAll() throws Exception {
    SignalSet all = SignalSet.of(Signal.USR1, Signal.IO, Signal.RT3, Signal.RT5);
    try (SelfPipe pipe = SelfPipe.open(all)) {
      System.out.println(ThisThread.tid());
      System.in.read();
      System.out.println("own " + ThisThread.pending());
      SignalMask.unblock(all);
      System.out.println("own " + ThisThread.pending());
      boolean waited = Signals.pending().contains(Signal.RT5);
      for (int i = 0; i < 9; i++) {
        SignalInfo info = pipe.take();
        Object detail = info.signal() == Signal.RT5 ? info.value() : info.cause();
        System.out.println(info.signal() + " " + detail);
      }
      System.out.println("most of the process's own waited in the kernel: " + waited);
    }
  }

  /// Each time that USR1 is unblocked this thread may take one, and then blocks it again.
  private static void storm() throws Exception {
    SignalQueue queue = Signals.queue(Signal.USR1);
    System.out.println("ready");
    System.in.read();
    SignalSet set = SignalSet.of(Signal.USR1, Signal.WINCH);
    int right = 0;
    for (int i = 0; i < 5_000; i++) {
      right += SignalMask.block(set).contains(Signal.WINCH) ? 0 : 1;
      right += SignalMask.unblock(set).containsAll(set) ? 1 : 0;
    }
    System.out.println(right + " right");
    queue.close();
  }

  private static void neighbours() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    Thread.ofPlatform().start(new FutureTask<>(() -> wait(end)));
    Map<Long, BitSet> before = masks();
    SignalMask.block(SOME);
    Map<Long, BitSet> after = masks();
    end.countDown();
    before.keySet().retainAll(after.keySet());
    before.entrySet().removeIf(thread -> thread.getValue().equals(after.get(thread.getKey())));
    before.remove(Long.valueOf(ThisThread.tid()));
    System.out.println("changed " + before.size() + " others of " + (after.size() > 2));
  }

  private static @Nullable Void wait(CountDownLatch end) throws InterruptedException {
    end.await();
    return null;
  }

  private static Map<Long, BitSet> masks() throws IOException {
    long self = ProcessHandle.current().pid();
    Map<Long, BitSet> masks = new TreeMap<>();
    for (long tid : ProcFs.threads(self)) {
      masks.put(tid, ProcFs.thread(self, tid).blocked());
    }
    return masks;
  }

  /// What a thread that blocks some signals bequeaths to a thread and to a process.
  private static void inherit() throws Exception {
    SignalMask.block(SOME.with(Signal.TERM));
    FutureTask<SignalSet> thread = new FutureTask<>(ThisThread::blocked);
    Thread.ofPlatform().start(thread);
    System.out.println("thread " + thread.get());
    String status = Peer.succeed("grep", "SigBlk", "/proc/self/status").output();
    long process = Long.parseUnsignedLong(status.strip().replaceFirst("SigBlk:\\s*", ""), 16);
    System.out.println("process " + SignalSet.ofMask(process));
  }

  private static void everything() throws Exception {
    SignalSet start = SignalMask.current();
    SignalSet blocked = blockAll();
    System.out.println("null check " + nullChecks());
    System.gc();
    System.out.println("collected");
    System.out.println(readUntilClosed());
    SignalMask.unblock(blocked.minus(start));
    System.out.println("start again " + ThisThread.blocked().equals(start));
  }

  private static SignalSet blockAll() {
    SignalSet blocked = SignalSet.none();
    for (Signal signal : Signal.values()) {
      try {
        SignalMask.block(SignalSet.of(signal));
        blocked = blocked.with(signal);
      } catch (ReservedSignalException _) {
        // the VM needs it
      }
    }
    return blocked;
  }

  /// Often enough for the compiler to leave the check to the processor.
  private static int nullChecks() {
    int caught = 0;
    for (int i = 0; i < 50_000; i++) {
      try {
        length(i % 1_000 == 0 ? null : "");
      } catch (NullPointerException e) {
        caught++;
      }
    }
    return caught;
  }

  @SuppressWarnings("NullAway") // that is what it is for
  private static int length(@Nullable String text) {
    return text.length();
  }

  /// The JDK gets a thread out of a blocked read by a signal of its own.
  private static String readUntilClosed() throws Exception {
    try (ServerSocketChannel server =
            ServerSocketChannel.open().bind(new InetSocketAddress("localhost", 0));
        SocketChannel channel = SocketChannel.open(server.getLocalAddress())) {
      Thread reader = Thread.currentThread();
      Thread.ofPlatform().start(new FutureTask<>(() -> closeOnceRead(reader, channel)));
      channel.read(ByteBuffer.allocate(1));
      return "read";
    } catch (IOException e) {
      return e.getClass().getSimpleName();
    }
  }

  private static SocketChannel closeOnceRead(Thread reader, SocketChannel channel)
      throws Exception {
    Eventually.until("reading", () -> reader.getStackTrace()[0].isNativeMethod());
    channel.close();
    return channel;
  }

  private static void virtual() throws Exception {
    Thread.ofVirtual()
        .start(() -> {
          refused(SignalMask::current);
          refused(() -> SignalMask.block(SOME));
          refused(() -> SignalMask.unblock(SOME));
          refused(() -> SignalMask.set(SOME));
          refused(() -> SignalMask.withBlocked(SOME, () -> "run"));
        })
        .join();
    long blocking = masks().values().stream().filter(mask -> mask.get(10) || mask.get(14)).count();
    System.out.println(blocking + " threads block any");
  }

  private static void refused(Callable<?> call) {
    try {
      System.out.println(call.call());
    } catch (UnsupportedOperationException e) {
      System.out.println(e.getMessage());
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static void launched() throws Exception {
    System.out.println("blocked " + SignalMask.current());
    System.in.read();
    SignalSet both = SignalSet.of(Signal.USR1, Signal.RT6);
    for (int i = 0; i < 2; i++) {
      SignalInfo info = Signals.await(both, Duration.ofSeconds(30));
      System.out.println(info == null ? "nothing" : info.signal() + " " + info.value());
    }
    System.out.println("blocked " + SignalMask.current());
  }

  private static void claims() throws Exception {
    SignalSet winch = SignalSet.of(Signal.WINCH);
    SignalQueue queue = SignalMask.withBlocked(winch, () -> Signals.queue(Signal.USR1));
    System.out.println("claimed inside, afterwards " + ThisThread.blocked());
    SignalMask.withBlocked(winch, Executors.callable(queue::close));
    System.out.println("released inside, afterwards " + ThisThread.blocked());
  }
}
