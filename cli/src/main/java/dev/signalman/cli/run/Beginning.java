package dev.signalman.cli.run;

import dev.signalman.Errno;
import dev.signalman.PosixException;
import dev.signalman.Signal;
import dev.signalman.SignalSet;
import dev.signalman.cli.output.Terminal;
import dev.signalman.cli.proc.Jobs;
import dev.signalman.cli.program.NotStartedException;
import dev.signalman.cli.program.Program;
import dev.signalman.io.Fd;
import dev.signalman.process.Child;
import dev.signalman.process.Spawn;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The start of the program, with its place, its terminal and its signals.
final class Beginning {
  private static final Errno ENOTTY = new Errno(25);

  private final RunPlan plan;
  private final Voice voice;
  private final SignalSet ignored;
  private @Nullable Fd terminal;

  /// @param ignored the signals that were ignored when this process began
  Beginning(RunPlan plan, Voice voice, SignalSet ignored) {
    this.plan = plan;
    this.voice = voice;
    this.ignored = ignored;
  }

  /// Starts it. If the terminal is refused, it is started without: that is no reason not to run.
  Child start(Program program) throws NotStartedException {
    if (!hasTerminal()) {
      return started(program.start(this::describe), ENOTTY);
    }
    Child child;
    try {
      terminal = Fd.inherited(0);
    } catch (PosixException e) {
      return started(program.start(this::describe), e.errno()); // closed since
    }
    try {
      child = program.start(this::describeWithTerminal);
    } catch (NotStartedException e) {
      Errno reason = e.errno();
      if (Errno.ENOENT.equals(reason)) {
        throw e;
      }
      return started(program.start(this::describe), reason == null ? ENOTTY : reason);
    }
    return started(child, null);
  }

  private Child started(Child child, @Nullable Errno terminalRefused) {
    voice.started(child, terminalRefused);
    return child;
  }

  /// A session can get any terminal, a group only that of its session.
  private boolean hasTerminal() {
    return switch (plan.place()) {
      case SESSION -> Terminal.isTerminal(0);
      case GROUP -> Terminal.isTerminal(0) && Jobs.hasTerminal();
      case SAME -> false;
    };
  }

  private Spawn describe(Spawn spawn) {
    switch (plan.place()) {
      case SESSION -> spawn.newSession();
      case GROUP -> spawn.newGroup();
      case SAME -> {}
    }
    spawn.inheritIgnored(staysIgnored());
    if (plan.passing().ignoredToo()) {
      spawn.mask(SignalSet.none());
    }
    if (plan.duties().leavesDirectory()) {
      spawn.directory(Path.of(System.getProperty("user.dir")));
    }
    Signal parentDeath = plan.duties().programsParentDeath();
    return parentDeath == null ? spawn : spawn.endWithParent(parentDeath);
  }

  private Spawn describeWithTerminal(Spawn spawn) {
    Fd terminal = Objects.requireNonNull(this.terminal);
    describe(spawn);
    return plan.place() == RunPlan.Place.SESSION
        ? spawn.newSession(terminal)
        : spawn.foreground(terminal);
  }

  private SignalSet staysIgnored() {
    return plan.passing().ignoredToo() ? SignalSet.none() : ignored;
  }
}
