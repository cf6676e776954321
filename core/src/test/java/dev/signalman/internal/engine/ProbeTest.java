package dev.signalman.internal.engine;

import dev.signalman.Errno;
import dev.signalman.PosixException;
import dev.signalman.posix.EventfdH;
import dev.signalman.posix.UnistdH;
import dev.signalman.testkit.ChildJvm;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.Test;

class ProbeTest {
  @Test
  void aShortageOfDescriptorsIsNotTakenForALackOfTheKernel() throws Exception {
    try (ChildJvm child = ChildJvm.of(Shortage.class).prefix("prlimit", "--nofile=64").start()) {
      child.expect("FULL", "EMFILE", "FULL");
      child.expectExit(0);
    }
  }

  /// Probes before, during and after a shortage.
  static final class Shortage {
    private Shortage() {}

    public static void main(String[] args) throws Exception {
      System.out.println(probe()); // loads the classes, which takes descriptors
      System.err.println(new PosixException("loads()", Errno.EMFILE).errno().name());
      Deque<Integer> taken = new ArrayDeque<>();
      for (int fd = EventfdH.eventfd(0, 0); fd >= 0; fd = EventfdH.eventfd(0, 0)) {
        taken.push(fd);
      }
      String during = probe();
      taken.forEach(UnistdH::close);
      System.out.println(during);
      System.out.println(probe());
    }

    private static String probe() {
      try {
        return Probe.capabilities().mode().name();
      } catch (PosixException e) {
        return e.errno().name();
      }
    }
  }
}
