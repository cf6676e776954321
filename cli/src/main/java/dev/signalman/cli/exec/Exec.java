package dev.signalman.cli.exec;

import dev.signalman.Cause;
import dev.signalman.Ownership;
import dev.signalman.PosixException;
import dev.signalman.Signal;
import dev.signalman.SignalInfo;
import dev.signalman.SignalSet;
import dev.signalman.cli.proc.Jobs;
import dev.signalman.cli.proc.ProcFolder;
import dev.signalman.cli.proc.ProcStatus;
import dev.signalman.cli.program.EventLog;
import dev.signalman.cli.program.Program;
import dev.signalman.cli.program.Relay;
import dev.signalman.loop.EventLoop;
import dev.signalman.loop.LoopStop;
import dev.signalman.loop.StopProgress;
import dev.signalman.process.Child;
import dev.signalman.process.ExitStatus;
import dev.signalman.process.ResourceUsage;
import dev.signalman.process.Spawn;
import dev.signalman.process.StopPlan;
import dev.signalman.process.Stopping;
import dev.signalman.process.Target;
import dev.signalman.signal.Disposition;
import dev.signalman.signal.Signals;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One run of a program in place of this one. It gets the signals that this process receives, and
/// is ended at a time limit. Everything happens in the thread of an event loop.
final class Exec {
  /// The limits of the run.
  ///
  /// @param timeout the time after which the signal is sent, or null for never
  /// @param signal the signal to send then, or null for none
  /// @param killAfter the time from the first request to end until KILL, or null for never
  /// @param group whether the program gets its own process group, which then gets all signals
  /// @param parentDeath the signal from the kernel if this process ends first, or null for none
  record Limits(
      @Nullable Duration timeout,
      @Nullable Signal signal,
      @Nullable Duration killAfter,
      boolean group,
      @Nullable Signal parentDeath) {}

  /// How the run ended.
  ///
  /// @param status the program's status, or this process's if a signal ends it before the start
  /// @param timedOut whether the program was running at its time limit
  record Outcome(ExitStatus status, boolean timedOut) {}

  private static final SignalSet ASKS_FOR_THE_END = SignalSet.TERMINATION.with(Signal.QUIT);

  /// The signals that the terminal sends to each process of the foreground group.
  private static final SignalSet KEYS =
      SignalSet.of(Signal.INT, Signal.QUIT, Signal.TSTP, Signal.WINCH, Signal.HUP);

  /// The state of the program.
  private enum Phase {
    /// It has not started: a request to end ends this process, as it would end the program.
    AWAITED,
    /// It has started, and signals from before the start may still be unread.
    FRESH,
    /// It runs, and signals from before the start have been read.
    RUNNING,
    /// It has ended, and the signals from before its end have been read.
    OVER
  }

  private static final ResourceUsage NOTHING = new ResourceUsage(Duration.ZERO, Duration.ZERO, 0);

  private final EventLoop loop;
  private final Limits limits;
  private final EventLog log;
  private final List<SignalInfo> early = new ArrayList<>();
  private Phase phase = Phase.AWAITED;
  private SignalSet blocked = SignalSet.none();
  private @Nullable Signal ending;
  private @Nullable Child child;
  private @Nullable Relay relay;
  private @Nullable LoopStop killing;
  private @Nullable ExitStatus status;
  private boolean timedOut;

  Exec(EventLoop loop, Limits limits, EventLog log) {
    this.loop = loop;
    this.limits = limits;
    this.log = log;
  }

  /// Runs the program to its end, unless a signal ends this process before the start.
  ///
  /// @throws dev.signalman.cli.program.NotStartedException if it cannot be started
  Outcome run(Program program) throws IOException, InterruptedException {
    blocked = program.blocked();
    loop.onSignal(passedOn(limits.group), this::receive);
    readPending();
    if (ending != null) {
      return new Outcome(new ExitStatus.Killed(ending.number(), false, NOTHING), false);
    }
    Child started = program.start(this::describe);
    child = started;
    relay = new Relay(loop, started, limits.group, log::error);
    log.event(
        "started",
        json -> json.key("pid").value(started.pid()).key("command").values(program.command()));
    phase = Phase.FRESH;
    early.forEach(this::pass);
    readPending();
    phase = Phase.RUNNING;
    return run(started);
  }

  private Spawn describe(Spawn spawn) {
    if (limits.group) {
      spawn.newGroup();
    }
    return limits.parentDeath == null ? spawn : spawn.endWithParent(limits.parentDeath);
  }

  private Outcome run(Child started) throws InterruptedException {
    loop.onExit(started, this::end);
    if (limits.timeout != null) {
      loop.after(limits.timeout, this::timeOut);
    }
    loop.run();
    if (status == null) {
      throw new IllegalStateException("the loop of " + started + " was stopped");
    }
    readPending();
    phase = Phase.OVER;
    return new Outcome(status, timedOut);
  }

  /// Handles the signals that have arrived, without waiting.
  private void readPending() throws InterruptedException {
    loop.execute(loop::stop);
    loop.run();
  }

  /// A key of the terminal, or its hang-up, that arrived after the end of the program but before
  /// the end of this process. Only this process can act on it, and a waiting shell does what it
  /// does.
  ///
  /// @return the signal, or null if none arrived
  @Nullable Signal keyAfterTheEnd() throws InterruptedException {
    ending = null;
    readPending();
    return ending;
  }

  /// All receivable signals, except those that were ignored at the start: they stay ignored, here
  /// and in the program (nohup). Also without CHLD, which this process needs for its children, and
  /// without PIPE and XFSZ, which its own writes can cause. Signals of job control stop and
  /// continue this process as any other of its group; a program in its own group has to be sent
  /// them.
  private static SignalSet passedOn(boolean group) {
    SignalSet all =
        SignalSet.of(
            Arrays.stream(Signal.values())
                .filter(Ownership::receivable)
                .filter(signal -> !(Signals.disposition(signal) instanceof Disposition.Ignored))
                .toArray(Signal[]::new));
    SignalSet others =
        SignalSet.of(Signal.CHLD, Signal.TTIN, Signal.TTOU, Signal.PIPE, Signal.XFSZ);
    return all.minus(group ? others : others.with(Signal.TSTP));
  }

  private Child child() {
    return Objects.requireNonNull(child, "no signal is read before there is a child");
  }

  private void receive(SignalInfo info) {
    switch (phase) {
      case AWAITED -> receiveEarly(info);
      case FRESH, RUNNING -> pass(info);
      case OVER -> receiveLate(info);
    }
  }

  /// A signal that is blocked in the program would not end it, so it is kept for the program.
  private void receiveEarly(SignalInfo info) {
    Signal signal = info.signal();
    if (signal == Signal.TSTP) {
      attempt(Exec::suspendThis);
    } else if (ASKS_FOR_THE_END.contains(signal) && !blocked.contains(signal)) {
      tell(info, false);
      ending = ending == null ? signal : ending;
    } else {
      early.add(info);
    }
  }

  private void receiveLate(SignalInfo info) {
    if (ending == null && isKey(info) && ASKS_FOR_THE_END.contains(info.signal())) {
      ending = info.signal();
    }
  }

  private void pass(SignalInfo info) {
    Signal signal = info.signal();
    attempt(() -> {
      if (signal == Signal.TSTP) {
        suspend();
      } else {
        tell(info, !reachesGroup(info) && send(info));
      }
    });
    if (ASKS_FOR_THE_END.contains(signal)) {
      wake();
      killLater();
    }
  }

  /// A stopped group does not act on a request to end, and the terminal stops a background program
  /// that reads from it. So the group is continued. In the same group the caller's shell does that.
  private void wake() {
    if (limits.group) {
      attempt(() -> send(Signal.CONT));
    }
  }

  private void tell(SignalInfo info, boolean passed) {
    log.event(
        "signal",
        json -> {
          json.key("signal").value(info.signal().fullName());
          json.key("pid").value(info.pid()).key("passed").value(passed);
        });
  }

  /// Whether the program has also got the signal, because the kernel sent it to the group of both.
  /// It sends a hang-up only to the leader of the session.
  private boolean reachesGroup(SignalInfo info) throws IOException {
    return !limits.group
        && isKey(info)
        && !(info.signal() == Signal.HUP && Jobs.current().leadsSession())
        && !(phase == Phase.FRESH && mayHaveMissed(info.signal()));
  }

  private static boolean isKey(SignalInfo info) {
    return info.cause() == Cause.KERNEL && KEYS.contains(info.signal());
  }

  /// Whether the program may have missed a signal to its group, because the kernel sent it just
  /// before the program existed. A second instance does no harm to a program without a handler. A
  /// program that already has a handler has existed long enough to have got the signal.
  private boolean mayHaveMissed(Signal signal) throws IOException {
    Optional<ProcStatus> program = ProcFolder.of(child().pid()).status();
    return program.isPresent() && !program.get().catches(signal.number());
  }

  private boolean send(SignalInfo info) throws PosixException {
    Relay.Result result = relay().pass(info, info.signal());
    return result == Relay.Result.SENT || result == Relay.Result.KEPT;
  }

  private boolean send(Signal signal) throws PosixException {
    return relay().send(signal);
  }

  private Relay relay() {
    return Objects.requireNonNull(relay, "no signal is read before there is a child");
  }

  /// Stops the program's group, then this process, so that the shell sees the job stopped. CONT is
  /// passed on like any other signal.
  private void suspend() throws IOException {
    if (!Jobs.current().isOrphaned()) {
      send(Signal.TSTP);
      Signals.raise(Signal.STOP);
    }
  }

  private static void suspendThis() throws IOException {
    if (!Jobs.current().isOrphaned()) {
      Signals.raise(Signal.STOP);
    }
  }

  private void timeOut() {
    Signal signal = limits.signal;
    if (!child().isAlive()) {
      return;
    }
    if (signal == null) {
      timedOut(null);
    } else {
      StopPlan once = StopPlan.first(signal, Duration.ZERO).withoutKill();
      LoopStop _ = loop.stop(target(), once, new Progress(true));
    }
  }

  private void timedOut(@Nullable Signal sent) {
    timedOut = true;
    log.event("timeout", json -> json.key("signal").value(sent == null ? null : sent.fullName()));
    killLater();
  }

  /// Called at each request to end. The time until KILL runs from the first one.
  private void killLater() {
    if (limits.killAfter != null && killing == null) {
      killing = loop.stop(target(), StopPlan.killAfter(limits.killAfter), new Progress(false));
    }
  }

  private Target target() {
    return limits.group ? child().group() : child();
  }

  /// Reports the signals of a plan. The end of the plan has no effect: this process ends when the
  /// program has ended.
  private final class Progress implements StopProgress {
    private final boolean byTimeLimit;

    Progress(boolean byTimeLimit) {
      this.byTimeLimit = byTimeLimit;
    }

    @Override
    public void over(Stopping end) {}

    @Override
    public void sent(Signal signal) {
      if (byTimeLimit) {
        timedOut(signal);
      } else {
        log.event("kill", json -> json.key("signal").value(signal.fullName()));
      }
    }

    @Override
    public void refused(Signal signal, PosixException reason) {
      log.error(reason);
    }
  }

  private interface Step {
    void run() throws IOException;
  }

  /// A program that changed its user may not be signalled. That is reported and ends nothing here.
  private void attempt(Step step) {
    try {
      step.run();
    } catch (IOException e) {
      log.error(e);
    }
  }

  private void end(ExitStatus status) {
    this.status = status;
    loop.stop();
  }
}
