package dev.signalman.posix;

import static dev.signalman.posix.ErrnoNumbers.EAGAIN;
import static dev.signalman.posix.ErrnoNumbers.EBADF;
import static dev.signalman.posix.ErrnoNumbers.EINVAL;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SignalfdHTest {
  private static final int RT5 = 39;
  private static final int RT6 = 40;
  private static final int FLAGS = SignalfdH.SFD_CLOEXEC | SignalfdH.SFD_NONBLOCK;

  private static Memory set(int... signals) {
    long bits = 0;
    for (int signal : signals) {
      bits |= 1L << (signal - 1);
    }
    return Memory.allocate(128).putLong(0, bits);
  }

  @Test
  @DisplayName("FD-11: a bad descriptor is EBADF, one of another sort EINVAL, so is a bad flag")
  void namesItsErrors() {
    assertThat(SignalfdH.signalfd(-1, set(), 1 << 30)).isEqualTo(-EINVAL);
    assertThat(SignalfdH.signalfd(1_000_000, set(), 0)).isEqualTo(-EBADF);
    int eventfd = EventfdH.eventfd(0, EventfdH.EFD_CLOEXEC);
    assertThat(SignalfdH.signalfd(eventfd, set(), 0)).isEqualTo(-EINVAL);
    UnistdH.close(eventfd);
  }

  @Test
  @DisplayName("FD-12: nothing pending is EAGAIN, a buffer too short for a record EINVAL")
  void yieldsWhatIsPendingForTheThread() {
    // Directed at this thread, which blocks them: no other thread ever sees these signals.
    Memory old = Memory.allocate(128);
    SignalH.pthread_sigmask(SignalH.SIG_BLOCK, set(RT5, RT6), old);
    int fd = SignalfdH.signalfd(-1, set(RT5), FLAGS);
    try {
      Memory records = Memory.allocate(2L * SignalfdSiginfo.SIZE);
      assertThat(UnistdH.read(fd, records, records.size())).isEqualTo(-EAGAIN);
      assertThat(UnistdH.read(fd, records, SignalfdSiginfo.SIZE - 1)).isEqualTo(-EINVAL);
      SignalH.tgkill(UnistdH.getpid(), UnistdH.gettid(), RT6);
      SignalH.tgkill(UnistdH.getpid(), UnistdH.gettid(), RT5);
      expectOne(fd, records, RT5);
      assertThat(SignalfdH.signalfd(fd, set(RT6), 0)).isEqualTo(fd);
      expectOne(fd, records, RT6);
      assertThat(UnistdH.read(fd, records, records.size())).isEqualTo(-EAGAIN);
    } finally {
      // Whatever an assertion left behind would end this JVM once it is unblocked.
      SignalfdH.signalfd(fd, set(RT5, RT6), 0);
      UnistdH.read(fd, Memory.allocate(2L * SignalfdSiginfo.SIZE), 2L * SignalfdSiginfo.SIZE);
      UnistdH.close(fd);
      SignalH.pthread_sigmask(SignalH.SIG_SETMASK, old, null);
    }
  }

  private static void expectOne(int fd, Memory records, int signal) {
    assertThat(UnistdH.read(fd, records, records.size())).isEqualTo(SignalfdSiginfo.SIZE);
    assertThat(records.getInt(SignalfdSiginfo.SIGNO)).isEqualTo(signal);
    assertThat(records.getInt(SignalfdSiginfo.CODE)).isEqualTo(SignalH.SI_TKILL);
    assertThat(records.getInt(SignalfdSiginfo.PID)).isEqualTo(UnistdH.getpid());
    assertThat(records.getInt(SignalfdSiginfo.UID)).isEqualTo(UnistdH.getuid());
  }
}
