package dev.signalman.signal;

import dev.signalman.Signal;
import dev.signalman.posix.Memory;
import dev.signalman.posix.SignalH;
import dev.signalman.testkit.ChildJvm;
import dev.signalman.testkit.Peer;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Threads whose masks somebody else sets, as native libraries and io_uring's workers do.
class ThreadMaskTest {
  @Test
  @DisplayName("HND-04: a thread that blocks everything delays neither a close nor the next claim")
  void threadThatBlocksEverything() throws Exception {
    try (ChildJvm child = ChildJvm.start(BlocksEverything.class)) {
      child.expect("ready");
      Peer.kill("USR1", child.pid());
      child.expect("handled USR1", "closed");
      Peer.kill("WINCH", child.pid());
      child.expect("polled WINCH", "default", "default");
    }
  }

  static final class BlocksEverything {
    public static void main(String[] args) throws Exception {
      CountDownLatch handled = new CountDownLatch(1);
      SignalRegistration registration =
          Signals.handle(
              Signal.USR1,
              info -> {
                System.out.println("handled " + info.signal());
                handled.countDown();
              });
      blockEverythingInAThread();
      System.out.println("ready");
      handled.await();
      registration.close();
      try (SelfPipe pipe = SelfPipe.open(Signal.WINCH)) {
        System.out.println("closed");
        System.out.println("polled " + pipe.take().signal());
      }
      System.out.println(Puppet.show(Signals.disposition(Signal.USR1)));
      System.out.println(Puppet.show(Signals.disposition(Signal.WINCH)));
    }

    private static void blockEverythingInAThread() throws InterruptedException {
      CountDownLatch blocked = new CountDownLatch(1);
      Thread.ofPlatform()
          .daemon()
          .start(() -> {
            Memory all = Memory.allocate(128).putLong(0, -1L);
            SignalH.pthread_sigmask(SignalH.SIG_BLOCK, all, null);
            blocked.countDown();
            try {
              Thread.sleep(Long.MAX_VALUE);
            } catch (InterruptedException e) {
              throw new AssertionError(e);
            }
          });
      blocked.await();
    }
  }
}
