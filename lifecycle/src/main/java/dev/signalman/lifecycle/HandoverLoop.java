package dev.signalman.lifecycle;

import dev.signalman.lifecycle.machine.Event.Asked;
import dev.signalman.lifecycle.machine.HandoverMachine;
import dev.signalman.lifecycle.machine.HandoverMachine.Effect;
import dev.signalman.lifecycle.machine.HandoverMachine.Event;
import dev.signalman.lifecycle.machine.HandoverMachine.Phase;
import dev.signalman.lifecycle.machine.HandoverMachine.State;
import dev.signalman.lifecycle.machine.HandoverMachine.Step;
import dev.signalman.lifecycle.machine.HandoverMachine.Times;
import dev.signalman.lifecycle.machine.Trigger;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Gives events to the machine of the handover and carries out its effects, in a daemon thread of
/// each attempt.
final class HandoverLoop {
  /// Starts the new process.
  @FunctionalInterface
  interface Start {
    Successor start() throws IOException;
  }

  private static final String SERVES_ON = "; this process continues to serve";

  private final Lifecycle life;
  private final Start start;
  private State state = HandoverMachine.SERVING; // guarded by this
  private Times times; // guarded by this
  private @Nullable Attempt attempt; // guarded by this

  HandoverLoop(Lifecycle life, Start start, Times times) {
    this.life = life;
    this.start = start;
    this.times = times;
  }

  synchronized void times(Times given) {
    times = given;
  }

  synchronized Times times() {
    return times;
  }

  /// Begins an attempt.
  ///
  /// @throws HandoverException if it is refused
  synchronized CompletableFuture<HandoverReport> ask() {
    Step step = HandoverMachine.step(state, Event.ASKED, times, System.nanoTime());
    if (step.effects().contains(Effect.REFUSE_BUSY)) {
      throw new HandoverException(
          HandoverException.Reason.BUSY, "not handing over: another attempt is at work");
    }
    if (step.effects().contains(Effect.REFUSE_STOPPING)) {
      throw new HandoverException(
          HandoverException.Reason.STOPPING, "not handing over: this program stops");
    }
    Attempt begun = new Attempt();
    OwnThread.unstarted("signalman-handover", begun).start();
    attempt = begun; // after the start: if there is no thread, nothing has begun
    state = step.state();
    return begun.report;
  }

  /// The program begins to stop for another reason. Does not wait. A new process is ended in this
  /// thread: this process may end before another thread runs.
  synchronized void stopBegan() {
    Step step = HandoverMachine.step(state, Event.STOP, times, System.nanoTime());
    state = step.state();
    Attempt present = attempt;
    if (present != null) {
      present.perform(step);
    }
  }

  private synchronized Step step(Event event) {
    Step step = HandoverMachine.step(state, event, times, System.nanoTime());
    state = step.state();
    if (state.phase() == Phase.SERVING) {
      attempt = null;
    }
    return step;
  }

  private synchronized State state() {
    return state;
  }

  /// One attempt, up to its failure or to the end of this process.
  private final class Attempt implements Runnable {
    final CompletableFuture<HandoverReport> report = new CompletableFuture<>();
    final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final long began = System.nanoTime();

    /// Whether the service manager has been told that this process is ready.
    private final boolean managed = life.readiness().isReady();

    private volatile @Nullable Successor successor;
    private String failure = "";

    @Override
    public void run() {
      awaitStart();
      begin();
      boolean over = false;
      while (!over) {
        try {
          over = turn();
        } catch (InterruptedException _) {
          // Some code interrupts all threads; this one still has work to do.
        }
      }
    }

    /// Until the caller has noted this attempt.
    private void awaitStart() {
      State _ = state();
    }

    private void begin() {
      try {
        if (managed) {
          life.manager().reloading();
        }
        Successor started = start.start();
        successor = started;
        started.watch(events::add);
        if (state().phase() == Phase.STOPPING) { // since it was asked for
          started.askToEnd();
        }
      } catch (IOException | RuntimeException e) {
        notStarted(String.valueOf(e.getMessage()));
      } catch (Throwable e) { // no memory for threads, or a class that does not load
        notStarted(e.toString());
      }
    }

    private void notStarted(String reason) {
      failure = reason;
      act(Successor::discard);
      events.add(Event.NOT_STARTED);
    }

    private boolean turn() throws InterruptedException {
      long until = state().until();
      Event event =
          until == HandoverMachine.NEVER
              ? events.take()
              : events.poll(until - System.nanoTime(), TimeUnit.NANOSECONDS);
      Step step = step(event == null ? Event.TICK : event);
      perform(step);
      return step.state().phase() == Phase.SERVING
          || event == Event.ENDED
          || event == Event.NOT_STARTED;
    }

    void perform(Step step) {
      for (Effect effect : step.effects()) {
        try {
          perform(effect);
        } catch (Throwable e) { // the other effects matter more
          OwnThread.report(e);
        }
      }
    }

    private void perform(Effect effect) {
      switch (effect) {
        case START, REFUSE_BUSY, REFUSE_STOPPING -> {} // by the caller
        case KILL -> act(Successor::kill);
        case ASK_TO_END -> act(Successor::askToEnd);
        case TAKE_OVER -> takeOver();
        case FAILED_TO_START -> failed("the new process was not started: " + failure + SERVES_ON);
        case FAILED_BY_END -> failed(successor + " before it was ready" + SERVES_ON);
        case FAILED_SOON -> failed(successor + " soon after it was ready" + SERVES_ON);
        case FAILED_LATE ->
            failed(
                "process "
                    + pid()
                    + " was not ready within "
                    + Spans.text(Duration.ofNanos(times().start()))
                    + ", and was killed"
                    + SERVES_ON);
        case FAILED_BY_STOP -> ended(HandoverReport.Outcome.FAILED, "this program stops");
        case LOST -> life.loop().note(successor + ", after it has taken over");
      }
    }

    private void act(Consumer<Successor> how) {
      Successor present = successor;
      if (present != null) {
        how.accept(present);
      }
    }

    private int pid() {
      Successor present = successor;
      return present == null ? 0 : present.pid();
    }

    private void takeOver() {
      life.manager().handedOver(pid());
      life.loop().post(new Asked(Trigger.HANDED_OVER), new StopCause.HandedOver(pid()));
      ended(HandoverReport.Outcome.TAKEN_OVER, "handed over to process " + pid());
    }

    private void failed(String reason) {
      try {
        if (managed) {
          life.manager().ready();
        }
      } finally {
        ended(HandoverReport.Outcome.FAILED, reason);
      }
    }

    private void ended(HandoverReport.Outcome outcome, String what) {
      boolean done = outcome == HandoverReport.Outcome.TAKEN_OVER;
      String text = done ? what : "handing over failed: " + what;
      HandoverReport result =
          new HandoverReport(outcome, pid(), Duration.ofNanos(System.nanoTime() - began), text);
      if (!done) {
        life.teller().tell(listener -> listener.noted(text));
      }
      report.completeAsync(() -> result); // what depends on it may wait
    }
  }
}
