package dev.signalman.signal;

import dev.signalman.Signal;
import dev.signalman.internal.peers.Waker;
import dev.signalman.testkit.ChildJvm;
import dev.signalman.testkit.ChildProgram;
import dev.signalman.testkit.Peer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Masks beside the VM, its other threads, and what arrives.
class MaskedThreadsTest {
  @Test
  @DisplayName("MASK-06: unblocking delivers signals pending for the thread to their receiver")
  void unblockingDelivers() throws Exception {
    try (ChildJvm child = MaskProgram.run("unblock")) {
      String tid = child.line();
      Waker.signalThread(child.pid(), tid, Signal.USR1);
      child.send("go");
      child.expect("pending [USR1]", "after []", "SIGUSR1 THREAD", "blocked [QUIT, USR1]");
    }
  }

  /// Each handler blocks all claimed signals again, so the ones after the first need a turn each.
  /// What is pending for the process stays: it is read by the receiver, however much of it there
  /// is.
  @Test
  @DisplayName("MASK-21: unblocking delivers all signals that are pending for the thread alone")
  void unblockingDeliversAll() throws Exception {
    try (ChildJvm child = MaskProgram.run("unblockAll")) {
      String tid = child.line();
      Waker.signalThread(child.pid(), tid, Signal.USR1);
      Waker.signalThread(child.pid(), tid, Signal.IO);
      Waker.signalThread(child.pid(), tid, Signal.RT3);
      Waker.signalThread(child.pid(), tid, Signal.RT3);
      for (int value = 0; value < 5; value++) {
        Peer.queue("RTMIN+5", value, child.pid());
      }
      child.send("go");
      child.expect("own [USR1, IO, RT3]", "own []", "USR1 THREAD", "IO THREAD");
      child.expect("RT3 THREAD", "RT3 THREAD");
      for (int value = 0; value < 5; value++) {
        child.expect("RT5 " + value);
      }
      child.expect("most of the process's own waited in the kernel: true");
    }
  }

  @Test
  @DisplayName("MASK-09: mask calls work during a flood of signals")
  void masksChangeUnderStorm() throws Exception {
    try (ChildJvm child = MaskProgram.run("storm")) {
      child.expect("ready");
      try (ChildProgram _ = Waker.storm(child.pid(), Signal.USR1);
          ChildProgram _ = Waker.storm(child.pid(), Signal.WINCH)) {
        child.send("go");
        child.expect("10000 right");
      }
    }
  }

  @Test
  @DisplayName("MASK-10: a change in one thread changes no other")
  void otherThreadsKeepTheirMasks() throws Exception {
    try (ChildJvm child = MaskProgram.run("neighbours")) {
      child.expect("changed 0 others of true");
    }
  }

  @Test
  @DisplayName("MASK-11: a new thread inherits the mask, except what HotSpot sets")
  void threadsInherit() throws Exception {
    try (ChildJvm child = MaskProgram.run("inherit")) {
      child.expect("thread [QUIT, USR1, ALRM]", "process []");
    }
    try (ChildJvm child = MaskProgram.run("inherit", "-Xrs")) {
      child.expect("thread [USR1, ALRM, TERM]", "process []");
    }
  }

  @Test
  @DisplayName("MASK-13: the VM works with every blockable signal blocked")
  void vmWorksWithAllBlocked() throws Exception {
    try (ChildJvm child = MaskProgram.run("everything")) {
      child.expect("null check 50", "collected", "AsynchronousCloseException", "start again true");
      child.expectExit(0);
    }
  }

  @Test
  @DisplayName("MASK-19: a virtual thread is refused, and no carrier's mask changes")
  void virtualThreadsAreRefused() throws Exception {
    try (ChildJvm child = MaskProgram.run("virtual")) {
      for (int call = 0; call < 5; call++) {
        child.expect("a virtual thread has no signal mask; use a platform thread");
      }
      child.expect("0 threads block any");
    }
  }

  @Test
  @DisplayName("MASK-20: signals blocked before the VM started are reported, and can be waited for")
  void blockedAtLaunch() throws Exception {
    try (ChildJvm child =
        ChildJvm.of(MaskProgram.class)
            .prefix("env", "--block-signal=USR1", "--block-signal=40")
            .args("launched")
            .start()) {
      child.expect("blocked [QUIT, USR1, RT6]");
      Peer.kill("USR1", child.pid());
      Peer.queue("40", 7, child.pid());
      child.send("go");
      child.expect("USR1 0", "RT6 7", "blocked [QUIT, USR1, RT6]");
    }
  }

  /// The engine blocks and unblocks a claimed signal in this thread too; who puts back the mask
  /// that was there before must not undo that.
  @Test
  void withBlockedLeavesClaimsAlone() throws Exception {
    try (ChildJvm child = MaskProgram.run("claims")) {
      child.expect("claimed inside, afterwards [QUIT, USR1]");
      child.expect("released inside, afterwards [QUIT]");
    }
  }
}
