package dev.signalman.lifecycle;

import dev.signalman.Errno;
import dev.signalman.PosixException;
import dev.signalman.Signal;
import dev.signalman.io.Fd;
import dev.signalman.jvm.JavaChild;
import dev.signalman.lifecycle.machine.HandoverMachine.Event;
import dev.signalman.process.ExitStatus;
import dev.signalman.process.Stdio;
import java.io.IOException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The new process of one attempt to hand over, as the old one sees it.
final class Successor {
  /// Set in a process that was started to take over. Not passed on to its own children.
  static final String PROPERTY = "dev.signalman.child.handover";

  private final JavaChild child;
  private volatile @Nullable ExitStatus status;

  private Successor(JavaChild child) {
    this.child = child;
  }

  /// Starts the process and passes the listeners on.
  static Successor start(JavaChild.Starter starter, Listeners listeners) throws IOException {
    PassedListeners passed = listeners.toPass();
    starter.options("-D" + PROPERTY + "=true");
    try (Fd channel = listeners.channelToPass()) {
      if (channel != null) {
        starter.with(spawn -> spawn.stdin(Stdio.of(channel)));
      }
      Successor successor = new Successor(starter.start());
      successor.pass(passed);
      return successor;
    }
  }

  private void pass(PassedListeners passed) throws IOException {
    try {
      passed.send(child.socket());
    } catch (Throwable e) {
      if (e instanceof PosixException refused && refused.errno().equals(Errno.EPIPE)) {
        return; // it has ended already, which is told as such
      }
      discard();
      throw e;
    }
  }

  /// Reports what happens to the new process: first that it is ready, then that it has ended.
  void watch(Consumer<Event> events) {
    OwnThread.unstarted("signalman-handover-ready", () -> tell(events)).start();
  }

  private void tell(Consumer<Event> events) {
    try {
      if (child.socket().in().read() >= 0) {
        events.accept(Event.READY);
      }
    } catch (IOException _) {
      // It has ended, which is reported as its end.
    }
    status = child.process().onExit().join();
    child.close();
    events.accept(Event.ENDED);
  }

  /// Ends the new process, although no thread watches it.
  void discard() {
    kill();
    child.close();
  }

  int pid() {
    return child.process().pid();
  }

  void kill() {
    send(Signal.KILL);
  }

  void askToEnd() {
    send(Signal.TERM);
  }

  private void send(Signal signal) {
    try {
      child.process().send(signal);
    } catch (IOException e) {
      OwnThread.report(e);
    }
  }

  @Override
  public String toString() {
    ExitStatus ended = status;
    return "process " + pid() + (ended == null ? "" : " " + ended);
  }
}
