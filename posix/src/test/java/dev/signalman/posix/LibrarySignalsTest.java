package dev.signalman.posix;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.testkit.ChildJvm;
import dev.signalman.testkit.ProcFs;
import java.util.BitSet;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The signals that the C library keeps for itself stay open whatever is blocked: it asks every
/// thread by them to change its user id, and waits for the answers.
class LibrarySignalsTest {
  private static final int LAST = 64;

  @ParameterizedTest
  @ValueSource(ints = {SignalH.SIG_BLOCK, SignalH.SIG_SETMASK})
  void aThreadThatBlocksEverythingDelaysNoChangeOfUser(int how) throws Exception {
    try (ChildJvm child = ChildJvm.start(Blocks.class, Integer.toString(how))) {
      int tid = Integer.parseInt(child.line());
      BitSet blocked = ProcFs.thread(child.pid(), tid).blocked();
      assertThat(blocked.get(32)).isFalse();
      assertThat(blocked.get(33)).isFalse();
      for (int signal = SignalRangeH.sigrtmin(); signal <= LAST; signal++) {
        assertThat(blocked.get(signal)).as("signal %d", signal).isTrue();
      }
      child.send("now");
      child.expect("setuid 0");
      child.expectExit(0);
    }
  }

  /// Blocks everything in one thread and changes the user, to the same, in another.
  static final class Blocks {
    private Blocks() {}

    public static void main(String[] args) throws Exception {
      CountDownLatch end = new CountDownLatch(1);
      Thread other =
          Thread.ofPlatform()
              .start(() -> {
                Memory all = Memory.allocate(128).putLong(0, -1);
                int result = SignalH.pthread_sigmask(Integer.parseInt(args[0]), all, null);
                System.out.println(result == 0 ? UnistdH.gettid() : result);
                await(end);
              });
      System.in.read();
      System.out.println("setuid " + CFunction.of("setuid").value(UnistdH.getuid(), null));
      end.countDown();
      other.join();
    }

    private static void await(CountDownLatch end) {
      try {
        end.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
