package dev.signalman.junit;

import dev.signalman.Signal;
import dev.signalman.signal.Disposition;
import dev.signalman.signal.SelfPipe;
import dev.signalman.signal.SignalQueue;
import dev.signalman.signal.SignalReceiver;
import dev.signalman.signal.SignalRegistration;
import dev.signalman.signal.Signals;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Checks what must be as before right after a test: signal actions and children.
final class AtOnce {
  /// For children that are about to end.
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final Map<Signal, Disposition> actions = Signals.dispositions();
  private final Set<Long> children =
      ProcessHandle.current().children().map(ProcessHandle::pid).collect(Collectors.toSet());

  /// Closes receivers that the test left, and puts back the actions that it changed.
  ///
  /// @param report whether receivers that were left count as leaks
  void restore(boolean report, List<String> left) {
    Signals.dispositions()
        .forEach((signal, now) -> {
          @Nullable Disposition before = actions.get(signal);
          if (before == null || now.equals(before)) {
            return;
          }
          if (now instanceof Disposition.Handled handled) {
            closeNew(signal, handled, before, report, left);
          }
          try {
            putBack(signal, before);
          } catch (RuntimeException e) {
            left.add(
                signal.fullName() + " cannot be put back to " + before + ": " + e.getMessage());
          }
        });
  }

  private static void closeNew(
      Signal signal,
      Disposition.Handled now,
      Disposition before,
      boolean report,
      List<String> left) {
    List<SignalReceiver> own = new ArrayList<>(now.receivers());
    if (before instanceof Disposition.Handled handled) {
      own.removeAll(handled.receivers());
    }
    for (SignalReceiver receiver : own) {
      if (report) {
        left.add("a claim of " + signal.fullName() + ": " + describe(receiver));
      }
      switch (receiver) {
        // Its unread signals would take the previous action, and could end the VM.
        case SelfPipe pipe -> pipe.discardAndClose();
        case SignalQueue queue -> queue.discardAndClose();
        case SignalRegistration registration -> registration.close();
      }
    }
  }

  /// A handler's class says where it was made: a lambda's name begins with that of its class.
  private static String describe(SignalReceiver receiver) {
    return receiver instanceof SignalRegistration registration
        ? receiver + ", handler " + registration.handler().getClass().getName()
        : receiver.toString();
  }

  private static void putBack(Signal signal, Disposition before) {
    if (Signals.disposition(signal).equals(before) || before instanceof Disposition.Handled) {
      return; // closed receivers of before cannot be brought back
    }
    if (before instanceof Disposition.Ignored) {
      Signals.ignore(signal);
      return;
    }
    Signals.restore(signal);
    if (before instanceof Disposition.Default
        && !(Signals.disposition(signal) instanceof Disposition.Default)) {
      Signals.setDefault(signal);
    }
  }

  /// Adds the children that the test left running. Those that are about to end are waited for.
  void awaitChildren(List<String> left) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    List<ProcessHandle> own =
        ProcessHandle.current()
            .children()
            .filter(child -> !children.contains(child.pid()))
            .toList();
    for (ProcessHandle child : own) {
      if (!ended(child, end - System.nanoTime())) {
        left.add("child process " + child.pid() + ", " + describe(child));
      }
    }
  }

  private static boolean ended(ProcessHandle child, long nanos) throws InterruptedException {
    try {
      child.onExit().get(Math.max(0, nanos), TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException _) {
      return !child.isAlive();
    } catch (ExecutionException _) {
      return !child.isAlive(); // whoever waited for it, it is gone or not
    }
  }

  private static String describe(ProcessHandle child) {
    ProcessHandle.Info info = child.info();
    return info.commandLine().or(info::command).orElse("command unknown")
        + info.startInstant().map(start -> ", started at " + start).orElse("");
  }
}
