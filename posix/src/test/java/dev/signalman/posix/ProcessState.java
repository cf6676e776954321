package dev.signalman.posix;

import static dev.signalman.posix.ErrnoNumbers.EAGAIN;
import static dev.signalman.posix.ErrnoNumbers.EMFILE;

import java.util.Arrays;

/// A child for calls that change what belongs to a whole process. Its argument says which.
final class ProcessState {
  private static final int ALRM = 14;
  private static final int RT5 = 39;

  private ProcessState() {}

  public static void main(String[] args) throws Exception {
    switch (args[0]) {
      case "tgkill" -> tgkill();
      case "sigaction" -> sigaction();
      case "itimer" -> itimer();
      case "descriptors" -> descriptors();
      default -> throw new IllegalArgumentException(args[0]);
    }
  }

  private static void tgkill() {
    int result = SignalH.tgkill(UnistdH.getpid(), UnistdH.gettid(), RT5);
    System.out.println(result == -EAGAIN ? "EAGAIN" : result);
  }

  private static void sigaction() throws Exception {
    Memory ignore =
        Memory.allocate(Sigaction.SIZE)
            .putLong(Sigaction.HANDLER, SignalH.SIG_IGN)
            .putLong(Sigaction.MASK, 1L << (ALRM - 1))
            .putInt(Sigaction.FLAGS, Sigaction.SA_RESTART | Sigaction.SA_SIGINFO);
    Memory present = Memory.allocate(Sigaction.SIZE);
    check(SignalH.sigaction(RT5, ignore, null));
    check(SignalH.sigaction(RT5, null, present));
    boolean same =
        present.getLong(Sigaction.HANDLER) == ignore.getLong(Sigaction.HANDLER)
            && present.getLong(Sigaction.MASK) == ignore.getLong(Sigaction.MASK)
            && (present.getInt(Sigaction.FLAGS) & ignore.getInt(Sigaction.FLAGS))
                == ignore.getInt(Sigaction.FLAGS);
    System.out.println(same ? "same again" : Arrays.toString(present.getBytes(Sigaction.SIZE)));
    System.out.println("ready");
    System.in.read();
  }

  private static void itimer() {
    Memory set =
        Memory.allocate(TimeH.ITIMERVAL_SIZE)
            .putLong(TimeH.VALUE_SECONDS, 1_000)
            .putLong(TimeH.INTERVAL_SECONDS, 7)
            .putLong(TimeH.INTERVAL_MICROS, 8);
    Memory present = Memory.allocate(TimeH.ITIMERVAL_SIZE);
    Memory old = Memory.allocate(TimeH.ITIMERVAL_SIZE);
    check(TimeH.setitimer(TimeH.ITIMER_REAL, set, null));
    check(TimeH.getitimer(TimeH.ITIMER_REAL, present));
    check(TimeH.setitimer(TimeH.ITIMER_REAL, Memory.allocate(TimeH.ITIMERVAL_SIZE), old));
    for (Memory seen : new Memory[] {present, old}) {
      System.out.println(
          (seen.getLong(TimeH.VALUE_SECONDS) / 100)
              + " "
              + seen.getLong(TimeH.INTERVAL_SECONDS)
              + " "
              + seen.getLong(TimeH.INTERVAL_MICROS));
    }
  }

  private static void descriptors() {
    Memory mask = Memory.allocate(128);
    Memory ends = Memory.allocate(8);
    // Before the last descriptor is gone each class has been loaded, which takes one.
    tryAll(mask, ends);
    int last = 0;
    while (last >= 0) {
      last = EventfdH.eventfd(0, EventfdH.EFD_CLOEXEC);
    }
    int[] results = tryAll(mask, ends);
    boolean all = last == -EMFILE && Arrays.stream(results).allMatch(r -> r == -EMFILE);
    System.out.println(all ? "EMFILE" : last + " " + Arrays.toString(results));
  }

  private static int[] tryAll(Memory mask, Memory ends) {
    return new int[] {
      UnistdH.pipe2(ends, FcntlH.O_CLOEXEC),
      EpollH.epoll_create1(0),
      SignalfdH.signalfd(-1, mask, 0),
      PidfdH.pidfd_open(UnistdH.getpid(), 0),
      EventfdH.eventfd(0, 0)
    };
  }

  private static void check(int result) {
    if (result < 0) {
      throw new IllegalStateException("errno " + -result);
    }
  }
}
