package dev.signalman.internal.kernel;

import dev.signalman.Signal;
import dev.signalman.posix.UnistdH;
import dev.signalman.testkit.ChildJvm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SpareDescriptorsTest {
  @Test
  @DisplayName("a check of the masks passes over a spare-descriptor thread that has not yet ended")
  void looksPassOverTheThread() throws Exception {
    try (ChildJvm child = ChildJvm.start(Looked.class)) {
      child.expect("before: listed true, USR1 blocked false");
      child.expect("with spare descriptors: there true, listed false");
      child.expect("of that name only: listed true");
      child.expectExit(0);
    }
  }

  static final class Looked {
    private static final CountDownLatch LENT = new CountDownLatch(1);
    private static final CountDownLatch LOOKED = new CountDownLatch(1);

    private static volatile int tid;

    private Looked() {}

    public static void main(String[] args) throws Exception {
      ThreadMasks masks = new ThreadMasks(new ThreadFile());
      System.out.printf(
          "before: listed %b, USR1 blocked %b%n",
          isListed(UnistdH.gettid(), masks), ThreadMasks.blocks(masks.mask(0), Signal.USR1));
      Thread lender = Thread.ofPlatform().start(Looked::lend);
      LENT.await();
      System.out.printf(
          "with spare descriptors: there %b, listed %b%n",
          Files.exists(Path.of("/proc/self/task/" + tid)),
          isListed(tid, new ThreadMasks(new ThreadFile())));
      LOOKED.countDown();
      lender.join();
      Thread namesake = Thread.ofPlatform().name("signalman-spare").start(Looked::look);
      namesake.join();
    }

    private static boolean isListed(int tid, ThreadMasks masks) {
      masks.readAll(new int[] {tid}, 1);
      return masks.sight(0) == ThreadMasks.Sight.MASK;
    }

    private static void lend() {
      try {
        SpareDescriptors.<Integer>lend(() -> {
          tid = UnistdH.gettid();
          LENT.countDown();
          while (LOOKED.getCount() > 0) {
            Thread.onSpinWait();
          }
          return tid;
        });
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static void look() {
      System.out.printf(
          "of that name only: listed %b%n",
          isListed(UnistdH.gettid(), new ThreadMasks(new ThreadFile())));
    }
  }
}
