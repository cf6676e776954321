package dev.signalman.netty;

import dev.signalman.Signal;
import dev.signalman.SignalInfo;
import dev.signalman.SignalSet;
import dev.signalman.signal.Disposition;
import dev.signalman.signal.SignalQueue;
import dev.signalman.signal.Signals;
import io.netty.util.concurrent.DefaultEventExecutor;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A program that gets signals on a loop, and says what happens.
final class OnLoop {
  private static final SignalSet USERS = SignalSet.of(Signal.USR1, Signal.WINCH);

  private OnLoop() {}

  public static void main(String[] args) throws Exception {
    EventExecutor loop = new DefaultEventExecutor();
    BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    var all = NettySignals.handle(loop, USERS, info -> heard.add(where(loop, info)));
    Signals.raise(Signal.WINCH);
    System.out.println(heard.take());
    Future<SignalInfo> next = NettySignals.next(loop, SignalSet.of(Signal.WINCH));
    BlockingQueue<String> told = new LinkedBlockingQueue<>();
    next.addListener(_ -> told.add("listener " + loop.inEventLoop()));
    Signals.raise(Signal.WINCH);
    System.out.println(heard.take() + ", next " + next.get().signal() + ", " + told.take());
    Signals.raise(Signal.WINCH);
    System.out.println(heard.take() + ", receivers " + receivers());
    Future<SignalInfo> cancelled = NettySignals.next(loop, USERS);
    System.out.println("cancelled " + cancelled.cancel(false));
    loop.submit(() -> {}).sync(); // its listener has run
    System.out.println("receivers " + receivers());
    System.out.println("once, then " + cancelledTooLate(loop));
    Future<SignalInfo> left = NettySignals.next(loop, SignalSet.of(Signal.HUP));
    loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).sync();
    System.out.println("left: " + String.valueOf(left.await().cause()));
    while (all.isOpen()) {
      Thread.onSpinWait(); // it is closed by another thread, when the loop has ended
    }
    System.out.println(
        "after: " + Signals.disposition(Signal.WINCH) + ", open " + all.isOpen() + heard);
    refused(() -> NettySignals.handle(loop, USERS, _ -> {}));
    refused(() -> NettySignals.next(loop, USERS));
    System.out.println("then: " + Signals.disposition(Signal.WINCH));
  }

  /// The signal is in the loop already. What another receiver gets then.
  private static @Nullable SignalInfo cancelledTooLate(EventExecutor loop) throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    loop.submit(() -> go.await(1, TimeUnit.MINUTES));
    Future<SignalInfo> next = NettySignals.next(loop, SignalSet.of(Signal.HUP));
    try (SignalQueue other = Signals.queue(Signal.HUP)) {
      Signals.raise(Signal.HUP);
      other.take();
      next.cancel(false);
      go.countDown();
      loop.submit(() -> {}).sync();
      return other.poll(Duration.ofMillis(100));
    }
  }

  private static void refused(Runnable claim) {
    try {
      claim.run();
    } catch (IllegalStateException e) {
      System.out.println("refused: " + e.getMessage());
    }
  }

  private static String where(EventExecutor loop, SignalInfo info) {
    return info.signal() + " " + loop.inEventLoop();
  }

  private static int receivers() {
    return Signals.disposition(Signal.WINCH) instanceof Disposition.Handled handled
        ? handled.receivers().size()
        : 0;
  }
}
