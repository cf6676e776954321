package dev.signalman.vertx;

import dev.signalman.Signal;
import dev.signalman.SignalSet;
import dev.signalman.signal.Signals;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// A program that gets signals as a stream, and says what happens.
final class Streams {
  private static final SignalSet WINCH = SignalSet.of(Signal.WINCH);
  private static final int ROOM = 3;

  private static final BlockingQueue<String> HEARD = new LinkedBlockingQueue<>();

  private Streams() {}

  public static void main(String[] args) throws Exception {
    Vertx vertx = Vertx.vertx();
    Context context = vertx.getOrCreateContext();
    context.runOnContext(_ -> {
      SignalStream made = VertxSignals.on(vertx, WINCH);
      made.handler(info -> HEARD.add(info.signal() + " " + context.equals(Vertx.currentContext())));
      made.endHandler(_ -> HEARD.add("end " + context.equals(Vertx.currentContext())));
      STREAM.add(made);
      HEARD.add("open");
    });
    say(HEARD.take());
    raise(1);
    say(HEARD.take());
    SignalStream stream = STREAM.take();
    stream.close();
    say(HEARD.take() + ", then " + Signals.disposition(Signal.WINCH));
    stream.close();
    demand(vertx);
    exceptions(vertx);
    once(vertx);
    atTheEnd(vertx);
  }

  private static final BlockingQueue<SignalStream> STREAM = new LinkedBlockingQueue<>();

  private static void say(String line) {
    System.out.println(line);
  }

  /// Each is received before the next one is sent, because signals that are pending merge.
  private static void raise(int count) throws InterruptedException {
    for (int i = 0; i < count; i++) {
      try (var all = Signals.queue(WINCH)) {
        Signals.raise(Signal.WINCH);
        all.take();
      }
    }
  }

  /// One may have left the queue before the pause, so it is asked for two more than there is room.
  private static void demand(Vertx vertx) throws Exception {
    try (SignalStream stream = VertxSignals.on(vertx, WINCH, ROOM)) {
      stream.pause();
      stream.handler(_ -> HEARD.add("got"));
      raise(ROOM + 2);
      say("paused " + HEARD + ", dropped " + stream.dropped());
      stream.fetch(2);
      say(HEARD.take() + " " + HEARD.take());
      say("then " + HEARD.poll(100, TimeUnit.MILLISECONDS));
      stream.resume();
      say(HEARD.take() + ", then " + HEARD.poll(100, TimeUnit.MILLISECONDS));
      stream.handler(_ -> {
        stream.pause();
        HEARD.add("got");
      });
      raise(2);
      say(HEARD.take() + ", then " + HEARD.poll(100, TimeUnit.MILLISECONDS));
      stream.fetch(1);
      say(HEARD.take());
    }
  }

  private static void exceptions(Vertx vertx) throws Exception {
    try (SignalStream stream = VertxSignals.on(vertx, WINCH)) {
      stream.exceptionHandler(error -> HEARD.add(String.valueOf(error.getMessage())));
      stream.handler(info -> {
        throw new IllegalStateException("thrown at " + info.signal());
      });
      raise(1);
      say(HEARD.take());
      raise(1);
      say(HEARD.take());
    }
  }

  /// One is on its way to the context when the stream is closed. What another receiver gets then.
  private static void once(Vertx vertx) throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    vertx
        .getOrCreateContext()
        .runOnContext(_ -> {
          STREAM.add(VertxSignals.on(vertx, WINCH).handler(_ -> HEARD.add("handled")));
          try {
            boolean _ = go.await(1, TimeUnit.MINUTES);
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });
    SignalStream stream = STREAM.take();
    try (var other = Signals.queue(WINCH)) {
      Signals.raise(Signal.WINCH);
      other.take();
      while (!stream.holdsOne()) {
        Thread.onSpinWait();
      }
      stream.close();
      say("once, then " + other.poll(Duration.ofMillis(100)));
    }
    go.countDown();
  }

  /// What waits takes the action of before: here another receiver, made afterwards, shows it.
  private static void atTheEnd(Vertx vertx) throws Exception {
    SignalStream stream = VertxSignals.on(vertx, WINCH);
    Signals.raise(Signal.WINCH); // waits, for the stream has no handler
    try (var other = Signals.queue(SignalSet.of(Signal.USR1))) {
      Signals.raise(Signal.USR1);
      other.take();
    }
    try (var later = Signals.queue(WINCH)) {
      vertx.close().toCompletionStage().toCompletableFuture().get();
      say("given back " + later.take().signal());
    }
    say("closed: " + Signals.disposition(Signal.WINCH) + " " + stream.signals());
    try {
      VertxSignals.on(vertx, WINCH);
    } catch (IllegalStateException e) {
      say("refused: " + e.getMessage());
    }
    say("then " + Signals.disposition(Signal.WINCH));
  }
}
