package dev.signalman.signal;

import dev.signalman.Signal;
import dev.signalman.posix.Memory;
import dev.signalman.posix.MmanH;
import dev.signalman.posix.Sigaction;
import dev.signalman.posix.SignalH;

/// A handler in memory that is no library, as JLine and libffi make them; it only returns.
final class GeneratedCode {
  private static final int PAGE = 65_536;
  private static final byte[] RETURN_X86 = {(byte) 0xc3};
  private static final byte[] RETURN_AARCH64 = {(byte) 0xc0, 0x03, 0x5f, (byte) 0xd6};

  private final long address = MmanH.mmap(PAGE, MmanH.PROT_READ | MmanH.PROT_WRITE);

  GeneratedCode() {
    Memory page = MmanH.mapped(address, PAGE);
    page.putBytes(System.getProperty("os.arch").equals("aarch64") ? RETURN_AARCH64 : RETURN_X86);
    MmanH.mprotect(page, MmanH.PROT_READ | MmanH.PROT_EXEC);
  }

  /// Makes it the handler of a signal.
  void handle(Signal signal) {
    Memory action = Memory.allocate(Sigaction.SIZE).putLong(Sigaction.HANDLER, address);
    SignalH.sigaction(signal.number(), action, null);
  }

  /// Whether it is.
  boolean handles(Signal signal) {
    Memory action = Memory.allocate(Sigaction.SIZE);
    SignalH.sigaction(signal.number(), null, action);
    return action.getLong(Sigaction.HANDLER) == address;
  }
}
