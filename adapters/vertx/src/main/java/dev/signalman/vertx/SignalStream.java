package dev.signalman.vertx;

import dev.signalman.ReceiverClosedException;
import dev.signalman.Signal;
import dev.signalman.SignalInfo;
import dev.signalman.SignalSet;
import dev.signalman.signal.Disposition;
import dev.signalman.signal.SignalQueue;
import dev.signalman.signal.Signals;
import io.vertx.core.Context;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.streams.ReadStream;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/// Signals on a context of Vert.x, from [VertxSignals#on] until [#close], or until Vert.x is
/// closed.
///
/// The stream begins in flowing mode. While it has no handler, or is paused, signals wait in a
/// queue of bounded length. A signal that finds the queue full is discarded and counted in
/// [#dropped].
///
/// After the end each signal has its previous action again, or goes to the program's other
/// receivers. Signals that wait in the queue go the same way.
///
/// All methods may be called from any thread. An exception of the handler goes to the exception
/// handler of the stream; without one, to that of the context.
public final class SignalStream implements ReadStream<SignalInfo>, AutoCloseable {
  private final Vertx vertx;
  private final Context context;
  private final SignalQueue queue;

  // Guarded by this, as all below.
  private long demand = Long.MAX_VALUE;
  private @Nullable Handler<SignalInfo> handler;
  private @Nullable Handler<Throwable> exceptionHandler;
  private @Nullable Handler<Void> endHandler;

  /// A signal that was taken from the queue and not handled.
  private @Nullable SignalInfo held;

  private boolean closed;
  private @Nullable Future<String> deployment;

  SignalStream(Vertx vertx, Context context, SignalQueue queue) {
    this.vertx = vertx;
    this.context = context;
    this.queue = queue;
  }

  /// A verticle, because Vert.x tells verticles of its end.
  void start() {
    Future<String> deployed = vertx.deployVerticle(new EndOfVertx());
    synchronized (this) {
      deployment = deployed;
    }
    deployed.onFailure(_ -> end());
    Thread.ofVirtual().name("signalman-vertx " + queue).start(this::passOn);
  }

  private final class EndOfVertx implements Deployable {
    @Override
    public Future<?> deploy(Context own) {
      return Future.succeededFuture();
    }

    @Override
    public Future<?> undeploy(Context own) {
      end();
      return Future.succeededFuture();
    }
  }

  /// In its own thread: the only one that waits.
  private void passOn() {
    try {
      while (awaitDemand()) {
        hold(queue.take());
      }
    } catch (ReceiverClosedException | RejectedExecutionException _) {
      end(); // the signals were restored or ignored, or Vert.x was closed
    } catch (InterruptedException _) {
      end(); // nobody interrupts it
    }
  }

  /// @return false if it is closed
  private synchronized boolean awaitDemand() throws InterruptedException {
    while (!closed && (held != null || !isWanted())) {
      wait();
    }
    return !closed;
  }

  private boolean isWanted() {
    return demand > 0 && handler != null;
  }

  private void hold(SignalInfo info) {
    synchronized (this) {
      held = info;
    }
    context.runOnContext(_ -> deliver());
  }

  /// On the context. It may have been paused meanwhile; then the signal is held.
  private void deliver() {
    SignalInfo info;
    Handler<SignalInfo> present;
    synchronized (this) {
      info = held;
      present = handler;
      if (info == null || present == null || !isWanted()) {
        return;
      }
      held = null;
      demand = demand == Long.MAX_VALUE ? demand : demand - 1;
      notifyAll();
    }
    try {
      present.handle(info);
    } catch (Throwable e) {
      fail(e);
    }
  }

  private void fail(Throwable error) {
    Handler<Throwable> present;
    synchronized (this) {
      present = exceptionHandler;
    }
    if (present != null) {
      present.handle(error);
    } else if (error instanceof Error e) {
      throw e;
    } else {
      throw error instanceof RuntimeException e ? e : new IllegalStateException(error);
    }
  }

  @Override
  public SignalStream handler(@Nullable Handler<SignalInfo> signals) {
    synchronized (this) {
      handler = signals;
    }
    flow();
    return this;
  }

  @Override
  public synchronized SignalStream pause() {
    demand = 0;
    return this;
  }

  @Override
  public SignalStream resume() {
    return fetch(Long.MAX_VALUE);
  }

  /// @throws IllegalArgumentException if the amount is negative
  @Override
  public SignalStream fetch(long amount) {
    if (amount < 0) {
      throw new IllegalArgumentException(
          "signalman-vertx: a stream cannot fetch " + amount + " signals; 0 or more");
    }
    synchronized (this) {
      demand = demand > Long.MAX_VALUE - amount ? Long.MAX_VALUE : demand + amount;
    }
    flow();
    return this;
  }

  private void flow() {
    boolean waits;
    synchronized (this) {
      notifyAll();
      waits = held != null;
    }
    if (waits) {
      context.runOnContext(_ -> deliver());
    }
  }

  @Override
  public synchronized SignalStream exceptionHandler(@Nullable Handler<Throwable> failures) {
    exceptionHandler = failures;
    return this;
  }

  /// It is called on the context when the stream is closed, unless Vert.x takes no tasks any more.
  @Override
  public synchronized SignalStream endHandler(@Nullable Handler<Void> end) {
    endHandler = end;
    return this;
  }

  /// The signals of this stream.
  public SignalSet signals() {
    return queue.signals();
  }

  /// The number of signals that were discarded because too many waited.
  public long dropped() {
    return queue.dropped();
  }

  /// Ends the stream: its handler is not called any more; a call that has begun may still run. A
  /// second call does nothing.
  @Override
  public void close() {
    Future<String> deployed;
    synchronized (this) {
      deployed = deployment;
    }
    end();
    if (deployed != null) {
      deployed.onSuccess(id -> vertx.undeploy(id));
    }
  }

  private void end() {
    SignalInfo left;
    Handler<Void> present;
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
      left = held;
      held = null;
      present = endHandler;
      notifyAll();
    }
    queue.close();
    if (left != null && !othersHave(left.signal())) {
      Signals.raise(left.signal()); // as those in the queue: it takes its present action
    }
    if (present != null && Running.is(vertx)) {
      context.runOnContext(present);
    }
  }

  /// Then they have got this one, too.
  private static boolean othersHave(Signal signal) {
    try {
      return Signals.disposition(signal) instanceof Disposition.Handled;
    } catch (UnsupportedOperationException _) {
      return false; // portable mode cannot tell; rather twice than never
    }
  }

  /// Whether a signal was taken from the queue and not handled.
  synchronized boolean holdsOne() {
    return held != null;
  }

  @Override
  public String toString() {
    return "SignalStream " + signals();
  }
}
