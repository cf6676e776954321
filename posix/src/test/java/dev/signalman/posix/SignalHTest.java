package dev.signalman.posix;

import static dev.signalman.posix.ErrnoNumbers.EINVAL;
import static dev.signalman.posix.ErrnoNumbers.EPERM;
import static dev.signalman.posix.ErrnoNumbers.ESRCH;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.testkit.ChildJvm;
import dev.signalman.testkit.Eventually;
import dev.signalman.testkit.Peer;
import dev.signalman.testkit.ProcFs;
import java.util.BitSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignalHTest {
  private static final int SELF = UnistdH.getpid();
  private static final int KILL = 9;
  private static final int CONT = 18;
  private static final int STOP = 19;
  private static final int RT5 = 39;

  private static int gone() throws Exception {
    return Peer.run("true").pid();
  }

  private static int finishedThread() throws Exception {
    int[] tid = new int[1];
    Thread.ofPlatform().start(() -> tid[0] = UnistdH.gettid()).join();
    Eventually.until("it is gone", () -> !ProcFs.threads(SELF).contains((long) tid[0]));
    return tid[0];
  }

  @DisplayName("SEND-03 kill refuses numbers of no signal")
  @ParameterizedTest
  @ValueSource(ints = {-1, 65, 2000, 4096, Integer.MIN_VALUE, Integer.MAX_VALUE})
  void killRefusesNumbersOfNoSignal(int number) {
    assertThat(SignalH.kill(SELF, number)).isEqualTo(-EINVAL);
  }

  @Test
  void killNamesItsErrors() throws Exception {
    assertThat(SignalH.kill(SELF, 0)).isZero();
    assertThat(SignalH.kill(gone(), CONT)).isEqualTo(-ESRCH);
    assertThat(SignalH.kill(Integer.MIN_VALUE, 0)).isEqualTo(-ESRCH);
  }

  @Test
  @DisplayName("SEND-17 tgkill names its errors")
  void tgkillNamesItsErrors() throws Exception {
    int thread = UnistdH.gettid();
    assertThat(SignalH.tgkill(SELF, thread, 0)).isZero();
    assertThat(SignalH.tgkill(-1, thread, CONT)).isEqualTo(-EINVAL);
    assertThat(SignalH.tgkill(SELF, -1, CONT)).isEqualTo(-EINVAL);
    assertThat(SignalH.tgkill(SELF, thread, 65)).isEqualTo(-EINVAL);
    assertThat(SignalH.tgkill(SELF, finishedThread(), CONT)).isEqualTo(-ESRCH);
    assertThat(SignalH.tgkill(gone(), thread, CONT)).isEqualTo(-ESRCH);
  }

  @Test
  @DisplayName("SEND-18 tgkill of a real-time signal is EAGAIN where none may be queued")
  void tgkillAtTheLimitIsEagain() throws Exception {
    try (ChildJvm child =
        ChildJvm.of(ProcessState.class)
            .args("tgkill")
            .prefix("prlimit", "--sigpending=0")
            .start()) {
      child.expect("EAGAIN");
      child.expectExit(0);
    }
  }

  @Test
  @DisplayName("QUEUE-07 QUEUE-11 queueing names its errors")
  void queueingNamesItsErrors() throws Exception {
    assertThat(queue(SELF, 65, SignalH.SI_QUEUE)).isEqualTo(-EINVAL);
    assertThat(queue(SELF, -1, SignalH.SI_QUEUE)).isEqualTo(-EINVAL);
    assertThat(queue(SELF, 0, SignalH.SI_QUEUE)).isZero();
    assertThat(queue(gone(), 0, SignalH.SI_QUEUE)).isEqualTo(-ESRCH);
    for (int code : new int[] {SignalH.SI_USER, SignalH.SI_KERNEL, SignalH.SI_TKILL}) {
      assertThat(queue((int) ProcessHandle.current().parent().orElseThrow().pid(), CONT, code))
          .isEqualTo(-EPERM);
    }
  }

  private static int queue(int pid, int sig, int code) {
    Memory info =
        Memory.allocate(Siginfo.SIZE).putInt(Siginfo.SIGNO, sig).putInt(Siginfo.CODE, code);
    return SignalH.rt_sigqueueinfo(pid, sig, info);
  }

  @Test
  void sigactionNamesItsErrors() {
    Memory action = Memory.allocate(Sigaction.SIZE);
    for (int number : new int[] {-1, 0, 32, 33, 65, KILL, STOP}) {
      assertThat(SignalH.sigaction(number, action, null)).as("%d", number).isEqualTo(-EINVAL);
    }
    assertThat(SignalH.sigaction(CONT, null, null)).isZero();
  }

  @Test
  void sigactionSetsAndGetsTheWholeAction() throws Exception {
    try (ChildJvm child = ChildJvm.of(ProcessState.class).args("sigaction").start()) {
      child.expect("same again", "ready");
      BitSet ignored = ProcFs.process(child.pid()).ignored();
      assertThat(ignored.get(RT5)).isTrue();
      assertThat(ignored.get(RT5 + 1)).isFalse();
    }
  }

  @Test
  void sigmaskChangesTheThreadAlone() throws Exception {
    int thread = UnistdH.gettid();
    Memory set = Memory.allocate(128).putLong(0, 1L << (RT5 - 1));
    Memory old = Memory.allocate(128);
    assertThat(SignalH.pthread_sigmask(SignalH.SIG_BLOCK, set, old)).isZero();
    try {
      assertThat(old.getLong(0) & set.getLong(0)).isZero();
      assertThat(ProcFs.thread(SELF, thread).blocked().get(RT5)).isTrue();
      assertThat(ProcFs.thread(SELF, SELF).blocked().get(RT5)).isFalse();
    } finally {
      assertThat(SignalH.pthread_sigmask(SignalH.SIG_SETMASK, old, null)).isZero();
    }
    assertThat(ProcFs.thread(SELF, thread).blocked().get(RT5)).isFalse();
    assertThat(SignalH.pthread_sigmask(99, set, null)).isEqualTo(-EINVAL);
  }

  @Test
  void sigpendingShowsWhatIsBlockedAndWaits() {
    Memory set = Memory.allocate(128).putLong(0, 1L << (RT5 - 1));
    Memory old = Memory.allocate(128);
    Memory pending = Memory.allocate(8);
    SignalH.pthread_sigmask(SignalH.SIG_BLOCK, set, old);
    SignalH.tgkill(SELF, UnistdH.gettid(), RT5);
    try {
      assertThat(SignalH.sigpending(pending)).isZero();
      assertThat(pending.getLong(0)).isEqualTo(set.getLong(0));
    } finally {
      // Ignoring a signal throws away what is pending of it.
      Memory before = Memory.allocate(Sigaction.SIZE);
      Memory ignore = Memory.allocate(Sigaction.SIZE).putLong(Sigaction.HANDLER, SignalH.SIG_IGN);
      SignalH.sigaction(RT5, ignore, before);
      SignalH.sigaction(RT5, before, null);
      SignalH.pthread_sigmask(SignalH.SIG_SETMASK, old, null);
    }
  }
}
