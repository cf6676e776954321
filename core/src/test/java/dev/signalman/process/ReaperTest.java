package dev.signalman.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.PosixException;
import dev.signalman.testkit.CProgram;
import dev.signalman.testkit.ChildJvm;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ReaperTest {
  private static final Duration LONG = Duration.ofSeconds(60);

  /// The number of the system call, the same on all machines.
  private static final String PIDFD_OPEN = "434";

  private static Thread reaper() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("signalman-reaper"))
        .findAny()
        .orElseThrow();
  }

  @Test
  void withoutDescriptorsOfProcessesNothingIsStarted() throws Exception {
    CProgram deny = CProgram.compile(ReaperTest.class, "/c/deny.c");
    try (ChildJvm child =
        ChildJvm.of(Starting.class).prefix(deny.path().toString(), PIDFD_OPEN).start()) {
      child.expect(
          "pidfd_open, which children need (Linux 5.4, and no filter that refuses it): ENOSYS"
              + " (Function not implemented)");
      child.expectExit(0);
    }
  }

  /// Shows what comes of a start.
  static final class Starting {
    private Starting() {}

    public static void main(String[] args) throws Exception {
      try {
        System.out.println(Spawn.of("true").start().waitFor());
      } catch (PosixException e) {
        System.out.println(e.getMessage());
      }
    }
  }

  /// As when the VM begins to go down, and a shutdown hook waits for a child.
  @Test
  void anInterruptionWhileAChildEndsLosesNoStatus() throws Exception {
    assertThat(Spawn.of("true").start().waitFor().isSuccess()).isTrue();
    Thread reaper = reaper();
    Thread nuisance =
        Thread.ofPlatform()
            .daemon()
            .start(() -> {
              while (!Thread.currentThread().isInterrupted()) {
                reaper.interrupt();
                Thread.onSpinWait();
              }
            });
    try {
      for (int i = 0; i < 200; i++) {
        Child child = Spawn.of("true").start();
        assertThat(child.waitFor(LONG)).as("status of child " + i).isNotNull();
      }
    } finally {
      nuisance.interrupt();
      nuisance.join();
    }
  }
}
