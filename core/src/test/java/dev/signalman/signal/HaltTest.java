package dev.signalman.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.signalman.Signal;
import dev.signalman.loop.EventLoop;
import dev.signalman.process.Spawn;
import dev.signalman.testkit.ChildJvm;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// A program that ends with `Runtime.halt`, for which no shutdown hook runs.
class HaltTest {
  /// What HotSpot gives to threads in native code before it exits without them.
  private static final Duration GRACE = Duration.ofMillis(300);

  private static final int TRIES = 50;

  /// One try within the grace is proof: it cannot happen while a thread stays in native code, and
  /// on a busy machine it takes some tries.
  @Test
  void waitsForNoThreadOfOurs() throws Exception {
    assumeTrue(Runtime.version().feature() <= 25 && kernelHasThreadDescriptors());
    for (int i = 0; i < TRIES; i++) {
      if (timeToHalt().compareTo(GRACE) < 0) {
        return;
      }
    }
    throw new AssertionError("each of " + TRIES + " programs took longer to halt than " + GRACE);
  }

  private static boolean kernelHasThreadDescriptors() {
    String[] version = System.getProperty("os.version").split("[^0-9]+", 3);
    int major = Integer.parseInt(version[0]);
    return major > 6 || (major == 6 && Integer.parseInt(version[1]) >= 9);
  }

  private static Duration timeToHalt() throws Exception {
    try (ChildJvm child = ChildJvm.start(Halting.class)) {
      child.expect("halting");
      long begin = System.nanoTime();
      assertThat(child.exit()).isEqualTo(7);
      return Duration.ofNanos(System.nanoTime() - begin);
    }
  }

  static final class Halting {
    public static void main(String[] args) throws Exception {
      Signals.handle(Signal.USR1, info -> {});
      Signals.raise(Signal.USR1);
      Signals.pause(); // both threads of signals are there now
      Spawn.of("true").start().waitFor();
      Thread.ofPlatform().daemon().start(new Looping());
      System.out.println("halting");
      Runtime.getRuntime().halt(7);
    }
  }

  private static final class Looping implements Runnable {
    @Override
    public void run() {
      try (EventLoop loop = EventLoop.open()) {
        loop.run();
      } catch (Exception e) {
        System.out.println(e);
      }
    }
  }
}
