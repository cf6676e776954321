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
import dev.signalman.loop.EventLoop;
import dev.signalman.loop.LoopStop;
import dev.signalman.loop.StopProgress;
import dev.signalman.process.Child;
import dev.signalman.process.ExitStatus;
import dev.signalman.process.OtherProcess;
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

/// One run of a program in the place of this one: it gets the signals that come here, and ends at a
/// time limit. All in the thread of an event loop.
final class Exec {
  /// What the run is limited by.
  ///
  /// @param timeout when the signal is sent, or null for never
  /// @param signal what is sent then, or null for nothing
  /// @param killAfter how long after the end was asked for KILL follows, or null for never
  /// @param group whether the program gets a process group of its own, and signals go to all of it
  /// @param parentDeath what the kernel sends the program if this process ends first, or null
  record Limits(
      @Nullable Duration timeout,
      @Nullable Signal signal,
      @Nullable Duration killAfter,
      boolean group,
      @Nullable Signal parentDeath) {}

  /// How the run ended.
  ///
  /// @param status that of the program, or of this process if a signal ends it before there is one
  /// @param timedOut whether it was running at its time limit
  record Outcome(ExitStatus status, boolean timedOut) {}

  private static final SignalSet ASKS_FOR_THE_END = SignalSet.TERMINATION.with(Signal.QUIT);

  /// What the terminal sends to each process of the group in the foreground.
  private static final SignalSet KEYS =
      SignalSet.of(Signal.INT, Signal.QUIT, Signal.TSTP, Signal.WINCH, Signal.HUP);

  /// What has become of the program.
  private enum Phase {
    /// There is none yet: what asks for the end ends this process, as it would end the program.
    AWAITED,
    /// It is there, and signals that came before may not have been read yet.
    FRESH,
    /// What comes now comes while it runs.
    RUNNING,
    /// It has ended, and all that came before has been read.
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
  private @Nullable LoopStop killing;
  private @Nullable ExitStatus status;
  private boolean timedOut;

  Exec(EventLoop loop, Limits limits, EventLog log) {
    this.loop = loop;
    this.limits = limits;
    this.log = log;
  }

  /// Runs the program to its end, unless a signal came that ends this process before.
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

  /// Handles the signals that have come, without waiting.
  private void readPending() throws InterruptedException {
    loop.execute(loop::stop);
    loop.run();
  }

  /// A key of the terminal, or its hang-up, that came when the program had ended but this process
  /// had not. Nobody else acts on it, and a shell that waits for this process acts as this does.
  ///
  /// @return the signal, or null if none came
  @Nullable Signal keyAfterTheEnd() throws InterruptedException {
    ending = null;
    readPending();
    return ending;
  }

  /// What can be received and was not ignored at the start, for then it stays so here and in the
  /// program (nohup). Without CHLD, which tells of children here, and without PIPE and XFSZ, which
  /// writes of this process can cause. The signals of job control stop and continue this process as
  /// any other of its group; in a group of its own, the program must be told.
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

  /// What is blocked in the program would not end it either: it gets that when it is there.
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

  /// A stopped group would not take what asks for its end, and in the background of the terminal
  /// any program that reads from there is stopped. In the same group the caller's shell does it.
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

  /// Whether the program has got it as well, because the kernel sent it to the group that both are
  /// in. Of a hang-up it tells only the leader of the session.
  private boolean reachesGroup(SignalInfo info) throws IOException {
    return !limits.group
        && isKey(info)
        && !(info.signal() == Signal.HUP && Jobs.current().leadsSession())
        && !(phase == Phase.FRESH && mayHaveMissed(info.signal()));
  }

  private static boolean isKey(SignalInfo info) {
    return info.cause() == Cause.KERNEL && KEYS.contains(info.signal());
  }

  /// Whether the program may not have got what its group got, for the kernel sent it just before
  /// the program existed. One more does no harm, save to a program that has a handler already: that
  /// one has lived long enough to have got it.
  private boolean mayHaveMissed(Signal signal) throws IOException {
    Optional<ProcStatus> program = ProcFolder.of(child().pid()).status();
    return program.isPresent() && !program.get().catches(signal.number());
  }

  private boolean send(SignalInfo info) throws PosixException {
    boolean valued = info.cause() == Cause.QUEUE && !limits.group; // a group takes no values
    return valued ? queue(info) : send(info.signal());
  }

  private boolean queue(SignalInfo info) throws PosixException {
    try (OtherProcess process = OtherProcess.of(child().toHandle())) {
      process.send(info.signal(), info.value());
      return true;
    } catch (IllegalStateException e) {
      return false; // it has ended
    }
  }

  /// @return whether the program was there to get it
  private boolean send(Signal signal) throws PosixException {
    Child child = child();
    if (!limits.group) {
      return child.send(signal);
    }
    try {
      return child.isAlive() && child.group().send(signal);
    } catch (UnsupportedOperationException e) {
      return false; // it has just ended, and before Linux 6.9 its group is then out of reach
    }
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

  /// Called when the program has been asked to end, for the first time or again: the time runs from
  /// the first.
  private void killLater() {
    if (limits.killAfter != null && killing == null) {
      killing = loop.stop(target(), StopPlan.killAfter(limits.killAfter), new Progress(false));
    }
  }

  private Target target() {
    return limits.group ? child().group() : child();
  }

  /// Tells of the signals of a plan. When the plan is over does not matter: this process ends when
  /// the program has ended.
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

  /// A program that has become another user's may not be signalled. That ends nothing here.
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
