package dev.signalman.signal;

import dev.signalman.Signal;
import dev.signalman.testkit.ChildJvm;
import dev.signalman.testkit.Eventually;
import dev.signalman.testkit.Peer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SharedSelfPipeTest {
  @Test
  void aLookDoesNotWaitForAThreadThatDoes() throws Exception {
    try (ChildJvm child = ChildJvm.start(Waiting.class)) {
      child.expect("ready", "null");
      Peer.kill("USR1", child.pid());
      child.expect("USR1", "null");
      child.expectExit(0);
    }
  }

  /// Looks while another thread waits.
  static final class Waiting {
    private Waiting() {}

    public static void main(String[] args) throws Exception {
      try (SelfPipe pipe = SelfPipe.open(Signal.USR1)) {
        Thread waiter = Thread.ofPlatform().start(() -> take(pipe));
        Eventually.until("waits in the kernel", () -> isInNativeWait(waiter));
        System.out.println("ready");
        System.out.println(pipe.poll());
        waiter.join();
        System.out.println(pipe.poll());
      }
    }

    private static void take(SelfPipe pipe) {
      try {
        System.out.println(pipe.take().signal());
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    private static boolean isInNativeWait(Thread thread) {
      return Arrays.stream(thread.getStackTrace())
          .anyMatch(frame -> frame.getMethodName().startsWith("epoll_"));
    }
  }
}
