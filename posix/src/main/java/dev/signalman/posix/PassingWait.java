package dev.signalman.posix;

import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import org.jspecify.annotations.Nullable;

/// `epoll_wait(2)` that also reads a signal and passes it on, all in machine code: an interpreted
/// program would take several times as long between the two.
///
/// It reads one signal if the only event is that of a signalfd. If kill(2) sent the signal, and the
/// table names a signal for it, that one is sent to a process. Then it returns in any case, and the
/// caller finds out which steps were taken. Used by one thread at a time.
public final class PassingWait {
  private static final int TAG = 0;
  private static final int RECORD = 8;
  private static final int SIGNALFD = 16;
  private static final int PIDFD = 20;
  private static final int FLAGS = 24;
  private static final int READ = 28;
  private static final int PASSED = 32;
  private static final int TABLE = 40;
  private static final int LAST_SIGNAL = 64;
  private static final int SIZE = TABLE + LAST_SIGNAL + 8;
  private static final long PAGE = 0x10000;

  private final CFunction code;
  private final Memory block = Memory.allocate(SIZE);
  private final Memory record;

  private PassingWait(CFunction code, Memory record) {
    this.code = code;
    this.record = record;
  }

  /// A wait that passes nothing on yet.
  ///
  /// @param tag the data of the signalfd's event
  /// @param record for the signal that is read: a [SignalfdSiginfo] at its beginning
  /// @return null if this process may have no machine code of its own, or there is none for its
  ///   processor
  public static @Nullable PassingWait of(long tag, int signalfd, Memory record) {
    String listing = PassingWaitCode.forArchitecture(System.getProperty("os.arch", ""));
    if (listing.isEmpty() || CallSeam.ON || !Kernel.hasPage()) {
      return null;
    }
    MachineCode code = MachineCode.parse(listing);
    byte[] bytes = code.bytes();
    long page = SharedCode.address("passing", bytes, () -> map(bytes));
    if (page < 0) {
      return null;
    }
    long entry = page + code.offsetOf(PassingWaitCode.NAME);
    PassingWait wait = new PassingWait(CFunction.at(PassingWaitCode.NAME, entry), record);
    wait.block.putLong(TAG, tag).putLong(RECORD, record.address()).putInt(SIGNALFD, signalfd);
    return wait;
  }

  /// Never writable and executable at once.
  private static long map(byte[] code) {
    long page = MmanH.mmap(PAGE, MmanH.PROT_READ | MmanH.PROT_WRITE);
    if (page < 0) {
      return page;
    }
    Memory block = MmanH.mapped(page, PAGE).putBytes(code);
    int result = MmanH.mprotect(block, MmanH.PROT_READ | MmanH.PROT_EXEC);
    return result < 0 ? result : page; // if it is refused the page stays, which happens once
  }

  /// Sets the process that gets the signals.
  ///
  /// @param flags of [PidfdH#pidfd_send_signal]
  public void target(int pidfd, int flags) {
    block.putInt(PIDFD, pidfd).putInt(FLAGS, flags);
  }

  /// Sets the signal as which a signal is passed on; 0 for none.
  public void pass(int signal, int as) {
    block.putByte(TABLE + signal, (byte) as);
  }

  /// Waits; see [EpollH#epoll_wait].
  public int await(int epfd, Memory events, int maxevents, int timeout) {
    long number = SyscallNumbers.EPOLL_PWAIT;
    MemorySegment function = code.address();
    try {
      long result =
          Door.call(
              function,
              number,
              epfd,
              events.address(),
              maxevents,
              timeout,
              0,
              block.address(),
              events,
              block);
      return result == -ErrnoH.EINTR ? 0 : (int) result;
    } finally {
      Reference.reachabilityFence(record);
    }
  }

  /// Whether the last wait has read a signal. The answer is given once.
  public boolean takeRead() {
    boolean read = block.getInt(READ) != 0;
    block.putInt(READ, 0);
    return read;
  }

  /// The signal that the last wait has sent, or 0. The answer is given once.
  public int takePassed() {
    int passed = block.getInt(PASSED);
    block.putInt(PASSED, 0);
    return passed;
  }
}
