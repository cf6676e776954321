package dev.signalman.signal;

import dev.signalman.Capabilities.Mode;
import dev.signalman.Registration;
import dev.signalman.Signal;
import dev.signalman.SignalSet;
import dev.signalman.internal.kernel.Uncaught;
import dev.signalman.internal.wait.VmExit;
import dev.signalman.observe.DropReason;
import dev.signalman.observe.Observer;
import dev.signalman.observe.Observers;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// A handler that gets signals, from [Signals#handle] until [#close].
///
/// It stays active even without a reference to it, and keeps the handler and its class loader
/// alive. A plug-in has to close its registrations before it is unloaded; a server that shares this
/// library with its plug-ins finds forgotten ones by [Signals#disposition].
public final class SignalRegistration implements SignalReceiver, Registration {
  private final Dispatcher dispatcher;
  private final SignalSet wanted;
  private final SignalHandler handler;
  private final Executor executor;
  private final long droppedBefore;
  private final Listener listener = new Arrivals();
  private final ReentrantLock running = new ReentrantLock();
  private final AtomicLong rejected = new AtomicLong();
  private volatile boolean closed;

  /// Whether a rejection was reported and no task has been accepted since. Only for the reader
  /// thread.
  private boolean told;

  private SignalRegistration(
      Dispatcher dispatcher, SignalSet wanted, SignalHandler handler, Executor executor) {
    this.dispatcher = dispatcher;
    this.wanted = wanted;
    this.droppedBefore = dispatcher.engine().dropped(wanted);
    this.handler = handler;
    this.executor = executor;
  }

  static SignalRegistration start(
      Dispatcher dispatcher,
      SignalSet signals,
      @Nullable Mode mode,
      SignalHandler handler,
      Executor executor) {
    SignalRegistration registration =
        new SignalRegistration(dispatcher, signals, handler, executor);
    dispatcher.add(signals, mode, registration.listener);
    return registration;
  }

  final class Arrivals implements Listener {
    @Override
    public void accept(Delivery delivery) {
      try {
        executor.execute(new Call(delivery));
        told = false;
      } catch (Throwable e) { // any failure: other receivers still need their signals
        delivery.take(); // given back, it would come and be rejected again, for ever
        drop(delivery.signal());
        if (executor instanceof Lane lane) {
          for (Runnable task : lane.takeBack()) {
            drop(((Call) task).delivery.signal());
          }
        }
        if (!told) {
          told = e instanceof RejectedExecutionException; // a shut-down executor stays shut down
          Uncaught.report(e);
        }
      }
    }

    @Override
    public void withdrawn(Signal signal) {
      if (signals().isEmpty()) {
        closed = true;
      }
    }

    @Override
    public boolean usesHandlerThread() {
      return !usesExecutor();
    }

    @Override
    public boolean usesExecutor() {
      return executor instanceof Lane;
    }

    @Override
    public SignalReceiver receiver() {
      return SignalRegistration.this;
    }
  }

  private void drop(Signal signal) {
    rejected.incrementAndGet();
    Observer all = Observers.all();
    if (all != null) {
      all.dropped(signal, 1, DropReason.REJECTED);
    }
  }

  /// A call of the handler. Not a lambda: linking the first lambda would delay the first signal.
  final class Call implements Runnable {
    private final Delivery delivery;

    Call(Delivery delivery) {
      this.delivery = delivery;
    }

    @Override
    public void run() {
      SignalRegistration.this.run(delivery);
    }
  }

  private void run(Delivery delivery) {
    running.lock();
    try {
      if (closed || !dispatcher.hands(delivery.signal(), listener)) {
        delivery.abandon();
      } else {
        handler.handle(delivery.deliver());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      Uncaught.report(e);
    } catch (Throwable e) {
      Uncaught.report(e);
    } finally {
      running.unlock();
    }
  }

  /// The handler that was given to [Signals#handle].
  public SignalHandler handler() {
    return handler;
  }

  @Override
  public SignalSet signals() {
    return dispatcher.signalsOf(listener);
  }

  @Override
  public boolean isOpen() {
    return !closed;
  }

  @Override
  public Mode mode(Signal signal) {
    return Modes.of(this, signal, dispatcher.engine());
  }

  /// The number of signals that were discarded because the executor rejected them or the pipe was
  /// full. A signal whose task the executor silently discards is not counted: it is handled along
  /// with the next one.
  @Override
  public long dropped() {
    return rejected.get() + dispatcher.engine().dropped(wanted) - droppedBefore;
  }

  /// Ends the registration: after this returns the handler is not called any more. Signals that it
  /// has not handled yet take the signal's present action, unless another receiver got them.
  ///
  /// This waits for a running call, unless the handler itself is the caller, or the VM is shutting
  /// down (the handler may have called `System.exit`, which never returns). So two handlers on
  /// different executors that close each other's registration wait for ever.
  @Override
  public void close() {
    try {
      dispatcher.remove(signals(), listener);
    } finally {
      closed = true;
      if (executor instanceof Lane lane) {
        lane.runAll(); // gives back signals whose tasks the executor silently discarded
      }
      awaitRunningCall(); // in each closing thread: each was promised that no call follows
    }
  }

  private void awaitRunningCall() {
    boolean interrupted = false;
    while (!VmExit.isInHooks()) {
      try {
        if (running.tryLock(100, TimeUnit.MILLISECONDS)) {
          running.unlock();
          break;
        }
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public String toString() {
    return "SignalRegistration " + signals();
  }
}
