package dev.signalman.posix;

import static dev.signalman.posix.ErrnoNumbers.EBADF;
import static dev.signalman.posix.ErrnoNumbers.EINVAL;
import static dev.signalman.posix.ErrnoNumbers.EPERM;
import static dev.signalman.posix.ErrnoNumbers.ESRCH;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.testkit.ChildProgram;
import dev.signalman.testkit.Peer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class PidfdHTest {
  private static final int USR1 = 10;
  private static final int KILL = 9;
  private static final int CONT = 18;
  private static final int NO_FLAG = 1 << 30;

  /// A program that prints the id of a child of its own, and does nothing.
  private static ChildProgram idle() throws Exception {
    return ChildProgram.start("sh", "-c", "sleep 60 & echo $!; wait; read line");
  }

  private static Memory info(int sig, int code) {
    return Memory.allocate(Siginfo.SIZE).putInt(Siginfo.SIGNO, sig).putInt(Siginfo.CODE, code);
  }

  @Test
  void openingNamesItsErrors() throws Exception {
    assertThat(PidfdH.pidfd_open(Peer.run("true").pid(), 0)).isEqualTo(-ESRCH);
    assertThat(PidfdH.pidfd_open(0, 0)).isEqualTo(-EINVAL);
    assertThat(PidfdH.pidfd_open(-1, 0)).isEqualTo(-EINVAL);
    assertThat(PidfdH.pidfd_open(UnistdH.getpid(), NO_FLAG)).isEqualTo(-EINVAL);
  }

  @Test
  @DisplayName("PIDFD-06 sending through a descriptor names its errors")
  void sendingNamesItsErrors() throws Exception {
    try (ChildProgram program = idle()) {
      int pidfd = PidfdH.pidfd_open(program.pid(), 0);
      int eventfd = EventfdH.eventfd(0, EventfdH.EFD_CLOEXEC);
      try {
        assertThat(PidfdH.pidfd_send_signal(pidfd, 0, null, 0)).isZero();
        assertThat(PidfdH.pidfd_send_signal(pidfd, CONT, null, NO_FLAG)).isEqualTo(-EINVAL);
        assertThat(PidfdH.pidfd_send_signal(pidfd, 65, null, 0)).isEqualTo(-EINVAL);
        assertThat(PidfdH.pidfd_send_signal(pidfd, CONT, info(USR1, SignalH.SI_QUEUE), 0))
            .isEqualTo(-EINVAL);
        assertThat(PidfdH.pidfd_send_signal(pidfd, CONT, info(CONT, SignalH.SI_USER), 0))
            .isEqualTo(-EPERM);
        assertThat(PidfdH.pidfd_send_signal(eventfd, CONT, null, 0)).isEqualTo(-EBADF);
        assertThat(PidfdH.pidfd_send_signal(-1, CONT, null, 0)).isEqualTo(-EBADF);
        program.process().destroyForcibly().waitFor();
        assertThat(PidfdH.pidfd_send_signal(pidfd, 0, null, 0)).isEqualTo(-ESRCH);
      } finally {
        UnistdH.close(pidfd);
        UnistdH.close(eventfd);
      }
    }
  }

  @Test
  @DisplayName("PIDFD-03 a descriptor becomes readable when its process ends, child or not")
  void becomesReadableWhenTheProcessEnds() throws Exception {
    try (ChildProgram program = idle()) {
      int grandchild = Integer.parseInt(program.line());
      for (int pid : new int[] {grandchild, program.pid()}) {
        int pidfd = PidfdH.pidfd_open(pid, 0);
        try (Interest interest = Interest.in(pidfd)) {
          assertThat(interest.await(0)).isFalse();
          assertThat(PidfdH.pidfd_send_signal(pidfd, KILL, null, 0)).isZero();
          assertThat(interest.await(20_000)).isTrue();
        } finally {
          UnistdH.close(pidfd);
        }
      }
    }
  }

  /// An epoll descriptor that looks at one other.
  private record Interest(int epoll) implements AutoCloseable {
    static Interest in(int descriptor) {
      int epoll = EpollH.epoll_create1(EpollH.EPOLL_CLOEXEC);
      Memory event = Memory.allocate(EpollH.EVENT_SIZE).putInt(EpollH.EVENTS, EpollH.EPOLLIN);
      assertThat(EpollH.epoll_ctl(epoll, EpollH.EPOLL_CTL_ADD, descriptor, event)).isZero();
      return new Interest(epoll);
    }

    boolean await(int millis) {
      return EpollH.epoll_wait(epoll, Memory.allocate(EpollH.EVENT_SIZE), 1, millis) == 1;
    }

    @Override
    public void close() {
      UnistdH.close(epoll);
    }
  }
}
