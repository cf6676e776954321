package dev.signalman.signal;

import static dev.signalman.signal.Puppet.fence;
import static dev.signalman.signal.Puppet.tell;

import dev.signalman.Signal;
import dev.signalman.testkit.ChildJvm;
import dev.signalman.testkit.Eventually;
import dev.signalman.testkit.Peer;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Handlers come, are called, and go.
class HandlerTest {
  @Test
  @DisplayName("HND-04: a signal can be handled again and again; each time the new handler gets it")
  void registersAgain() throws Exception {
    try (ChildJvm child = Puppet.start()) {
      for (int round = 0; round < 20; round++) {
        String name = "h" + round;
        tell(child, "handle " + name + " USR1 TERM", "ok");
        Peer.kill("USR1", child.pid());
        child.expect(name + " SIGUSR1");
        tell(child, "close " + name, "closed");
      }
    }
  }

  @Test
  @DisplayName("HND-05, HND-13: ten signals are ten calls; none after close; ten after a new start")
  void callsExactlyWhileOpen() throws Exception {
    try (ChildJvm child = Puppet.start()) {
      for (String name : List.of("a", "b")) {
        tell(child, "handle " + name + " WINCH", "ok");
        for (int i = 0; i < 10; i++) {
          Peer.kill("WINCH", child.pid());
          child.expect(name + " SIGWINCH");
        }
        tell(child, "close " + name, "closed");
        for (int i = 0; i < 10; i++) {
          Peer.kill("WINCH", child.pid());
        }
        fence(child);
      }
    }
  }

  @Test
  @DisplayName(
      "HND-07: two handlers of a signal both run; removing them leaves other signals alone")
  void twoHandlersOfOneSignal() throws Exception {
    try (ChildJvm child = Puppet.start()) {
      tell(child, "handle a TERM", "ok");
      tell(child, "handle b TERM", "ok");
      tell(child, "handle i INT", "ok");
      Peer.kill("TERM", child.pid());
      child.expect("a SIGTERM", "b SIGTERM");
      tell(child, "close a", "closed");
      tell(child, "close b", "closed");
      tell(child, "disposition TERM", "jvm");
      Peer.kill("INT", child.pid());
      child.expect("i SIGINT");
      tell(child, "handle c TERM", "ok");
      Peer.kill("TERM", child.pid());
      child.expect("c SIGTERM");
    }
  }

  @Test
  @DisplayName("HND-08: two handlers each get all ten instances of two signals")
  void everyHandlerSeesEveryInstance() throws Exception {
    try (ChildJvm child = Puppet.start()) {
      tell(child, "handle a USR1 WINCH", "ok");
      tell(child, "handle b WINCH USR1", "ok");
      for (int i = 0; i < 10; i++) {
        for (String signal : List.of("USR1", "WINCH")) {
          Peer.kill(signal, child.pid());
          child.expect("a SIG" + signal, "b SIG" + signal);
        }
      }
      fence(child);
    }
  }

  @Test
  @DisplayName("HND-09, HND-12: the remaining listener works, whichever others are closed")
  void theRemainingListenerStillWorks() throws Exception {
    try (ChildJvm child = Puppet.start()) {
      for (List<String> order : List.of(List.of("a", "b", "c"), List.of("c", "a", "b"))) {
        for (String survivor : order) {
          for (String name : List.of("a", "b", "c")) {
            tell(child, "handle " + name + " USR1", "ok");
          }
          for (String name : order) {
            if (!name.equals(survivor)) {
              tell(child, "close " + name, "closed");
            }
          }
          Peer.kill("USR1", child.pid());
          child.expect(survivor + " SIGUSR1");
          tell(child, "close " + survivor, "closed");
        }
      }
      fence(child);
    }
  }

  @Test
  @DisplayName("HND-14: closing a handler drops a call that waits for the busy thread")
  void closingDropsAWaitingCall() throws Exception {
    try (ChildJvm child = Puppet.start()) {
      tell(child, "busy b USR1", "ok");
      tell(child, "handle h WINCH", "ok");
      tell(child, "subscribe q WINCH", "ok");
      Peer.kill("USR1", child.pid());
      child.expect("b SIGUSR1");
      Peer.kill("WINCH", child.pid());
      tell(child, "take q", "SIGWINCH"); // later in order than h, so h has it in its queue
      tell(child, "close h", "closed");
      tell(child, "go b", "going");
      child.expect("b done");
      fence(child);
    }
  }

  @Test
  @DisplayName("DISP-02, HND-14: ignoring a signal drops a call that waits for the busy thread")
  void ignoringDropsAWaitingCall() throws Exception {
    try (ChildJvm child = Puppet.start()) {
      tell(child, "busy b USR1", "ok");
      tell(child, "handle h USR1", "ok");
      tell(child, "subscribe q USR1", "ok");
      Peer.kill("USR1", child.pid());
      child.expect("b SIGUSR1");
      tell(child, "take q", "SIGUSR1");
      tell(child, "ignore USR1", "b h queue");
      tell(child, "go b", "going");
      child.expect("b done");
      fence(child);
    }
  }

  @Test
  @DisplayName(
      "HND-16: a handler is not called again while it runs, also on a pool of many threads")
  void handlerIsNotReentered() throws Exception {
    try (ChildJvm child = Puppet.start()) {
      tell(child, "lane b USR1", "ok");
      tell(child, "subscribe q USR1", "ok");
      Peer.kill("USR1", child.pid());
      child.expect("b SIGUSR1");
      tell(child, "take q", "SIGUSR1");
      Peer.kill("USR1", child.pid());
      tell(child, "take q", "SIGUSR1");
      fence(child);
      tell(child, "go b", "going");
      child.expect("b done", "b SIGUSR1");
      tell(child, "go b", "going");
      child.expect("b done");
    }
  }

  @Test
  @DisplayName("HND-18: a handler stays active without a reference to its registration")
  void garbageCollectionEndsNothing() throws Exception {
    try (ChildJvm child = Puppet.start()) {
      tell(child, "handle h USR1", "ok");
      tell(child, "forget h", "forgotten");
      Peer.kill("USR1", child.pid());
      child.expect("h SIGUSR1");
    }
  }

  @Test
  @DisplayName("HND-20: handlers run in the documented daemon thread, once for each signal")
  void handlersShareOneThread() throws Exception {
    try (ChildJvm child = ChildJvm.start(ThreadTeller.class)) {
      child.expect("ready");
      for (String signal : List.of("USR1", "USR2", "RTMIN")) {
        Peer.sh("kill -s \"$1\" \"$2\"", signal, Integer.toString(child.pid()));
        child.expect(signal + " signalman-handler daemon same");
      }
    }
  }

  static final class ThreadTeller {
    private static Thread thread = Thread.currentThread();
    private static int calls;

    public static void main(String[] args) throws Exception {
      for (Signal signal : new Signal[] {Signal.USR1, Signal.USR2, Signal.RT0}) {
        Signals.handle(signal, info -> tell(signal));
      }
      System.out.println("ready");
      Thread.sleep(Long.MAX_VALUE);
    }

    private static void tell(Signal signal) {
      boolean same = calls++ == 0 || thread.equals(Thread.currentThread());
      thread = Thread.currentThread();
      System.out.println(
          signal.fullName().substring("SIG".length())
              + " "
              + thread.getName()
              + (thread.isDaemon() ? " daemon" : " user")
              + (same ? " same" : " other"));
    }
  }

  @Test
  @DisplayName("HND-03: an exception of a handler is reported, and the next signals are handled")
  void throwingHandlerStillGetsTheNextSignals() throws Exception {
    try (ChildJvm child = ChildJvm.start(Thrower.class)) {
      child.expect("ready");
      Peer.kill("USR1", child.pid());
      child.expect("1", "uncaught IllegalStateException in signalman-handler");
      Peer.kill("USR1", child.pid());
      child.expect("2", "uncaught StackOverflowError in signalman-handler");
      Peer.kill("USR1", child.pid());
      child.expect("3", "uncaught InterruptedException in signalman-handler");
      for (int i = 4; i <= 13; i++) {
        Peer.kill(i % 2 == 0 ? "USR1" : "WINCH", child.pid());
        child.expect(Integer.toString(i));
      }
    }
  }

  static final class Thrower {
    private static int calls;

    public static void main(String[] args) throws Exception {
      Thread.setDefaultUncaughtExceptionHandler((thread, thrown) -> {
        System.out.println(
            "uncaught " + thrown.getClass().getSimpleName() + " in " + thread.getName());
        throw new IllegalStateException("even the last resort fails");
      });
      Signals.handle(Signal.USR1, info -> call());
      Signals.handle(Signal.WINCH, info -> call());
      System.out.println("ready");
      Thread.sleep(Long.MAX_VALUE);
    }

    private static void call() throws InterruptedException {
      System.out.println(++calls);
      switch (calls) {
        case 1 -> throw new IllegalStateException("first");
        case 2 -> throw new StackOverflowError("second");
        case 3 -> throw new InterruptedException("third");
        default -> {}
      }
    }
  }

  @ParameterizedTest(
      name = "HND-22: a handler that closes itself and raises {0} leaves it to the VM")
  @EnumSource(names = {"INT", "TERM"})
  void declinedSignalEndsTheVm(Signal signal) throws Exception {
    try (ChildJvm child = Puppet.start()) {
      tell(child, "decline h " + signal, "ok");
      Peer.kill(signal.name(), child.pid());
      child.expect("h " + signal.fullName(), "h closed", "hook");
      child.expectExit(128 + signal.number());
    }
  }

  @Test
  @DisplayName(
      "HND-22: QUIT raised again makes the VM print its threads; INT consumed does nothing")
  void declinedQuitAndConsumedInt() throws Exception {
    try (ChildJvm child = Puppet.start()) {
      tell(child, "decline h QUIT", "ok");
      tell(child, "handle i INT", "ok");
      Peer.kill("QUIT", child.pid());
      child.expect("h SIGQUIT", "h closed");
      Eventually.until(
          "thread dump",
          () -> child.errors().stream().anyMatch(line -> line.contains("Full thread dump")));
      Peer.kill("INT", child.pid());
      child.expect("i SIGINT");
      child.send("exit 0");
      child.expect("hook");
      child.expectExit(0);
    }
  }
}
