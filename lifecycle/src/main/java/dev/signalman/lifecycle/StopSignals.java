package dev.signalman.lifecycle;

import dev.signalman.Cause;
import dev.signalman.Registration;
import dev.signalman.Signal;
import dev.signalman.SignalInfo;
import dev.signalman.SignalSet;
import dev.signalman.lifecycle.machine.Event;
import dev.signalman.lifecycle.machine.Sender;
import dev.signalman.signal.Disposition;
import dev.signalman.signal.ReplacedHandler;
import dev.signalman.signal.SignalHandler;
import dev.signalman.signal.SignalRegistration;
import dev.signalman.signal.Signals;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The signals of a lifecycle. No other class of this package uses [Signals].
///
/// They are handled in the thread that reads them, and that thread only puts them into a queue. So
/// a handler of other code that hangs, or that has called `System.exit`, does not hold up the
/// second signal.
final class StopSignals implements SignalHandler {
  private static final Executor IN_PLACE = new InPlace();
  private static final int NAME_LENGTH = 64;

  private final StopLoop loop;
  private final Reloads reloads;
  private final SignalSet reloadOn;
  private final @Nullable Registration listening;
  private final @Nullable SignalRegistration handling;

  private StopSignals(StopLoop loop, Reloads reloads, SignalSet stopOn, SignalSet reloadOn) {
    this.loop = loop;
    this.reloads = reloads;
    this.reloadOn = reloadOn;
    SignalSet wanted = respected(stopOn.minus(reloadOn)).union(reloadOn);
    this.listening = wanted.isEmpty() ? null : listen();
    this.handling = wanted.isEmpty() ? null : handle(wanted);
  }

  /// In portable mode the library does not notice that a handler was replaced.
  private @Nullable Registration listen() {
    try {
      return Signals.onReplaced(new Replaced());
    } catch (UnsupportedOperationException _) {
      return null;
    }
  }

  private SignalRegistration handle(SignalSet wanted) {
    boolean handled = false;
    try {
      SignalRegistration registration = Signals.handle(wanted, this, IN_PLACE);
      handled = true;
      return registration;
    } finally {
      if (!handled && listening != null) {
        listening.close();
      }
    }
  }

  /// Claims the signals.
  ///
  /// @throws dev.signalman.ReservedSignalException if one cannot be claimed
  /// @throws dev.signalman.SignalClaimedException if other code of this program has one
  static StopSignals claim(StopLoop loop, Reloads reloads, SignalSet stopOn, SignalSet reloadOn) {
    return new StopSignals(loop, reloads, stopOn, reloadOn);
  }

  /// Without the signals that are ignored: with nohup(1) a hang-up must not end the program.
  private static SignalSet respected(SignalSet signals) {
    SignalSet wanted = signals;
    for (Signal signal : signals) {
      if (Signals.disposition(signal) instanceof Disposition.Ignored) {
        wanted = wanted.without(signal);
      }
    }
    return wanted;
  }

  private static final class InPlace implements Executor {
    @Override
    public void execute(Runnable task) {
      task.run();
    }
  }

  @Override
  public void handle(SignalInfo info) {
    try {
      if (reloadOn.contains(info.signal())) {
        reloads.ask();
      } else {
        // The sender may end at any moment, so it is looked at first.
        stop(loop, info, command(info));
      }
    } catch (OutOfMemoryError e) { // otherwise the signal would be lost
      LastLine.haltIfOutOfMemory(e);
    }
  }

  /// Tells a loop of a signal that stops.
  ///
  /// @param command the name of the sender's program; empty if not known
  static void stop(StopLoop loop, SignalInfo info, String command) {
    StopCause cause = new StopCause.BySignal(info, command);
    loop.post(new Event.SignalCame(info.signal(), sender(info), loop.now()), cause);
  }

  private static Sender sender(SignalInfo info) {
    if (info.cause() == Cause.KERNEL) {
      return Sender.terminal();
    }
    return info.cause().hasSender() ? Sender.process(info.pid()) : Sender.unknown();
  }

  private static String command(SignalInfo info) {
    if (!info.cause().hasSender() || info.pid() <= 0) {
      return "";
    }
    try (FileInputStream file = new FileInputStream("/proc/" + info.pid() + "/comm")) {
      return new String(file.readNBytes(NAME_LENGTH), StandardCharsets.UTF_8).strip();
    } catch (IOException _) { // the sender has ended, or is in another pid namespace
      return "";
    }
  }

  /// Not a lambda, see [News].
  private final class Replaced implements Consumer<ReplacedHandler> {
    @Override
    public void accept(ReplacedHandler replaced) {
      tell(replaced);
    }
  }

  private void tell(ReplacedHandler replaced) {
    SignalRegistration present = handling; // null if it was replaced before
    if (present != null && present.signals().contains(replaced.signal())) {
      loop.note(
          replaced.signal().fullName()
              + " was taken over by "
              + replaced.by()
              + (replaced.received()
                  ? "; the program still gets it, but perhaps not each time"
                  : "; it does not stop or reload this program any more"));
    }
  }

  /// Runs an action at each signal of one kind, in the thread that reads signals: it must not wait.
  static Registration on(Signal signal, Runnable action) {
    return Signals.handle(SignalSet.of(signal), _ -> action.run(), IN_PLACE);
  }

  /// Releases the signals.
  void close() {
    if (listening != null) {
      listening.close();
    }
    if (handling != null) {
      handling.close();
    }
  }

  /// Ends the process as if the signal had never been handled. It is pending afterwards if the
  /// process was started with it blocked.
  static void endBy(Signal signal) {
    Signals.setDefault(signal);
    Signals.raise(signal);
  }
}
