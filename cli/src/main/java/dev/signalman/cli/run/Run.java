package dev.signalman.cli.run;

import dev.signalman.Cause;
import dev.signalman.Ownership;
import dev.signalman.PosixException;
import dev.signalman.Signal;
import dev.signalman.SignalInfo;
import dev.signalman.SignalSet;
import dev.signalman.cli.program.Init;
import dev.signalman.cli.program.NotStartedException;
import dev.signalman.cli.program.Program;
import dev.signalman.cli.program.Relay;
import dev.signalman.cli.run.Turn.Act;
import dev.signalman.internal.init.ThisProcess;
import dev.signalman.io.Fd;
import dev.signalman.loop.EventLoop;
import dev.signalman.loop.Timer;
import dev.signalman.process.Child;
import dev.signalman.process.ExitStatus;
import dev.signalman.process.Orphan;
import dev.signalman.signal.Signals;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Carries out a [RunPlan], as [RunState] decides, in the thread of an event loop. Once the program
/// has started, a failure does not end the run: it is reported, and the run continues.
final class Run {
  /// Descendants that were started meanwhile did not get KILL.
  private static final Duration KILL_AGAIN = Duration.ofMillis(20);

  /// Signals that this process raises itself by writing. (Those of the terminal that it has given
  /// up look as if it had sent them, too.)
  private static final SignalSet OF_WRITES = SignalSet.of(Signal.PIPE, Signal.XFSZ);

  /// Its status is there when the program is shown as ended, unless it is traced.
  private static final Duration STATUS_DUE = Duration.ofMillis(1);

  private final EventLoop loop;
  private final RunPlan plan;
  private final Voice voice;
  private final Descendants descendants;
  private final Passage passage = new Passage(this::receive);
  private final int self = ThisProcess.pid();
  private final Consumer<ExitStatus> atEnd = this::ended;
  private final SignalSet ignored = ThisProcess.ignored();
  private RunState state;
  private @Nullable Init init;
  private @Nullable Child child;
  private @Nullable Relay relay;
  private @Nullable Timer timer;
  private @Nullable ExitStatus ended;

  Run(EventLoop loop, RunPlan plan, Voice voice) {
    this.loop = loop;
    this.plan = plan;
    this.voice = voice;
    this.descendants = new Descendants(voice::refused);
    this.state = RunState.begin(plan, SignalSet.none());
  }

  /// Runs the program until all is over. Signals that come before the program has started are kept
  /// for it.
  ///
  /// @return the status to end with
  /// @throws NotStartedException if the program cannot be started, and the voice does not say it
  int run(Program program) throws IOException, InterruptedException {
    SignalSet taken = taken();
    loop.onSignal(taken.with(Signal.CHLD), passage);
    Child started;
    SignalSet overlooked;
    try {
      Duties duties = new Duties(plan, voice);
      overlooked = duties.prepare();
      state = RunState.begin(plan, overlooked);
      if (duties.mayGetOrphans()) {
        init = Init.adopt(loop, this::orphan, voice.namesOrphans(), voice::failed);
      }
      if (plan.ending().waitAll() && init == null) {
        throw new IOException("all descendants cannot be waited for: orphans cannot be adopted");
      }
      started = new Beginning(plan, voice, ignored).start(program);
    } catch (NotStartedException e) {
      giveUp();
      return voice.over(voice.notStarted(program.command().getFirst(), e), 0);
    } catch (IOException | RuntimeException e) {
      giveUp();
      throw e;
    }
    child = started;
    relay = new Relay(loop, started, plan.passing().toGroup(), voice::refused);
    watch(started);
    passage.open(started, taken, plan.passing(), overlooked);
    loop.run();
    return voice.over(state.status(), relay().lost());
  }

  /// Waits for the end of the program in this thread, if the kernel lets it: the thread that looks
  /// after all children would have to hand it over.
  private void watch(Child started) throws IOException {
    try {
      Fd pidfd = started.pidfd();
      loop.onReadable(pidfd, () -> takeStatus(started, pidfd));
    } catch (IllegalStateException | UnsupportedOperationException _) {
      loop.onExit(started, atEnd); // it has ended, or is held by its pid
    }
  }

  /// A process that is traced is shown as ended before its status is there.
  private void takeStatus(Child started, Fd pidfd) {
    pidfd.close();
    ExitStatus status = null;
    try {
      status = started.waitFor(STATUS_DUE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (status == null) {
      loop.onExit(started, atEnd);
    } else {
      ended(status);
    }
  }

  /// Nothing runs, so signals that have come are for nobody.
  private void giveUp() {
    if (init != null) {
      init.end();
    }
    loop.discardAndClose();
  }

  /// How the program ended; null if it did not.
  @Nullable ExitStatus status() {
    return ended;
  }

  /// All signals that this process can receive for the program. Those of the terminal that its
  /// program has are ignored.
  private SignalSet taken() {
    SignalSet taken = SignalSet.none();
    SignalSet untouched = plan.passing().untouched().with(Signal.CHLD);
    if (plan.place() == RunPlan.Place.GROUP) {
      untouched = untouched.union(Duties.OF_THE_TERMINAL);
    }
    for (Signal signal : Signal.values()) {
      boolean stays = ignored.contains(signal) && !plan.passing().ignoredToo();
      if (!stays && !untouched.contains(signal) && Ownership.receivable(signal)) {
        taken = taken.with(signal);
      }
    }
    return taken;
  }

  private Relay relay() {
    return Objects.requireNonNull(relay, "no signal is read before there is a child");
  }

  private void receive(SignalInfo info) {
    if (info.signal() == Signal.CHLD) {
      if (init != null) {
        init.childEnded();
      }
      return;
    }
    if (info.pid() == self && (OF_WRITES.contains(info.signal()) || info.cause() == Cause.THREAD)) {
      return; // a report could not be written, or the library asks its own threads something
    }
    voice.received(info);
    take(state.received(info.signal(), System.nanoTime()), info);
  }

  private void take(Turn turn, @Nullable SignalInfo info) {
    state = turn.next();
    for (Act act : turn.acts()) {
      try {
        act(act, info);
      } catch (PosixException e) { // a program that has another user now may not be signalled
        voice.refused(e);
      }
    }
    setTimer();
  }

  private void act(Act act, @Nullable SignalInfo info) throws PosixException {
    switch (act.kind()) {
      case PASS -> pass(needed(info), needed(act.signal()));
      case DROP -> voice.dropped(info, needed(act.from()));
      case OVERLOOK -> voice.overlooked(needed(act.from()));
      case SEND -> send(act, needed(act.signal()));
      case SUSPEND -> {
        voice.suspending();
        Signals.raise(Signal.STOP);
      }
      case KILL -> {
        voice.killing();
        kill();
      }
      case ABANDON -> voice.abandoned();
      case END -> loop.stop();
    }
  }

  private static <T> T needed(@Nullable T value) {
    return Objects.requireNonNull(value);
  }

  private void pass(SignalInfo info, Signal as) throws PosixException {
    Relay.Result result;
    if (state.phase() == RunState.Phase.REST) {
      result = descendants.send(as) ? Relay.Result.SENT : Relay.Result.GONE;
    } else {
      result = passage.hasPassed() ? Relay.Result.SENT : relay().pass(info, as);
      if (result == Relay.Result.GONE) {
        state = state.missed(info);
      }
    }
    voice.passed(info, info.signal(), as, rewritten(info.signal()), result);
  }

  private boolean rewritten(Signal signal) {
    return plan.passing().rewrites().include(signal);
  }

  private void send(Act act, Signal signal) throws PosixException {
    boolean sent =
        state.phase() == RunState.Phase.REST
            ? descendants.send(signal)
            : relay().sendToLeft(signal);
    Signal from = act.from();
    if (from != null) {
      Relay.Result result = sent ? Relay.Result.SENT : Relay.Result.GONE;
      voice.passed(act.missed(), from, signal, rewritten(from), result);
    }
  }

  /// The program itself first: without `/proc` no descendant can be found.
  private void kill() throws PosixException {
    if (state.phase() == RunState.Phase.PROGRAM) {
      relay().send(Signal.KILL);
    }
    descendants.send(Signal.KILL);
    loop.after(KILL_AGAIN, this::killAgain);
  }

  private void killAgain() {
    if (state.phase() != RunState.Phase.OVER) {
      try {
        kill();
      } catch (PosixException e) {
        voice.refused(e);
      }
    }
  }

  private void setTimer() {
    if (timer != null) {
      timer.close();
      timer = null;
    }
    long left = state.untilNext(System.nanoTime());
    if (left != Long.MAX_VALUE) {
      timer = loop.after(Duration.ofNanos(left), this::elapsed);
    }
  }

  private void elapsed() {
    take(state.elapsed(System.nanoTime()), null);
  }

  private void ended(ExitStatus status) {
    ended = status;
    passage.close();
    Child child = needed(this.child);
    int exit =
        status instanceof ExitStatus.Unknown
            ? NotStartedException.RUNNER_FAILED
            : status.shellStatus();
    voice.ended(child, status, exit);
    take(state.ended(exit, init != null && ThisProcess.hasChildren()), null);
  }

  private void orphan(Orphan orphan) {
    voice.orphan(orphan);
    if (state.phase() == RunState.Phase.REST && !ThisProcess.hasChildren()) {
      take(state.othersEnded(), null);
    }
  }
}
