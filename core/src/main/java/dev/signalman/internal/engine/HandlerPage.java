package dev.signalman.internal.engine;

import dev.signalman.PosixException;
import dev.signalman.Signal;
import dev.signalman.internal.handler.DataLayout;
import dev.signalman.internal.handler.HandlerCode;
import dev.signalman.internal.kernel.Calls;
import dev.signalman.internal.kernel.SigAction;
import dev.signalman.posix.Memory;
import dev.signalman.posix.MmanH;
import dev.signalman.posix.SharedCode;
import dev.signalman.posix.UnistdH;

/// The handler code in executable memory, with the data that it reads and the counters that it
/// writes.
///
/// The mapping stays until the process ends: a handler may be running in any thread at any time.
/// All copies of this library in the VM use the same one, each for the signals that it has claimed.
final class HandlerPage {
  private static final int NOBODY = -1;

  private final HandlerCode code;
  private final long base;
  private final Memory data;

  /// This copy's part of [DataLayout#MASK].
  private long mask;

  private HandlerPage(HandlerCode code, long base, Memory data) {
    this.code = code;
    this.base = base;
    this.data = data;
  }

  /// Maps the code for this machine, unless a copy of this library has done so. The caller holds
  /// the lock for changes of dispositions.
  ///
  /// @throws UnsupportedOperationException if there is no code for this processor
  /// @throws PosixException if the kernel refuses executable memory
  static HandlerPage map() throws PosixException {
    HandlerCode code = HandlerCode.forArchitecture(System.getProperty("os.arch", "unknown"));
    Fresh fresh = new Fresh(code);
    long base = SharedCode.address("handler", code.code(), fresh);
    Calls.check((int) Math.min(0, base), fresh.call);
    return at(base, code);
  }

  private static HandlerPage at(long base, HandlerCode code) {
    Memory whole = MmanH.mapped(base, DataLayout.MAPPING_SIZE);
    long size = DataLayout.MAPPING_SIZE - DataLayout.DATA_OFFSET;
    return new HandlerPage(code, base, whole.slice(DataLayout.DATA_OFFSET, size));
  }

  /// A mapping that has not been used.
  private static final class Fresh implements SharedCode.Mapping {
    private final HandlerCode code;

    /// The last call that was made, for an exception.
    private String call = "mmap(handler code)";

    Fresh(HandlerCode code) {
      this.code = code;
    }

    @Override
    public long map() {
      long size = DataLayout.MAPPING_SIZE;
      long base = MmanH.mmap(size, MmanH.PROT_READ | MmanH.PROT_WRITE);
      if (base < 0) {
        return base;
      }
      Memory whole = MmanH.mapped(base, size);
      whole.slice(0, code.code().length).putBytes(code.code());
      Memory codePart = whole.slice(0, DataLayout.DATA_OFFSET);
      // Never writable and executable at once: hardened kernels refuse that, and so should we.
      int result = MmanH.mprotect(codePart, MmanH.PROT_READ | MmanH.PROT_EXEC);
      if (result < 0) {
        call = "mprotect(handler code, PROT_READ|PROT_EXEC)";
        return result;
      }
      at(base, code).prepare();
      HandlerCopies.add(base, size);
      return base;
    }
  }

  private void prepare() {
    data.putInt(DataLayout.PID, UnistdH.getpid());
    data.putLongVolatile(DataLayout.KEEP, -1L);
    for (int number = 1; number <= 64; number++) {
      descriptor(number, NOBODY);
    }
  }

  /// Address of the handler that writes the record.
  long deliver() {
    return base + code.deliver();
  }

  /// Address of the handler that passes on signals which this process directs at its own threads.
  long deliverOrPass() {
    return base + code.deliverOrPass();
  }

  /// Address of the handler that does nothing.
  long nothing() {
    return base + code.nothing();
  }

  /// Address of the handler that edits the mask of the thread it runs in.
  long setUp() {
    return base + code.setUp();
  }

  /// Sets the signals that a thread blocks from the first of our signals that it takes.
  void mask(long mask) {
    data.putLongVolatile(DataLayout.MASK, maskOfOthers() | mask);
    this.mask = mask;
  }

  /// The same for other copies of this library.
  long maskOfOthers() {
    return data.getLongVolatile(DataLayout.MASK) & ~mask;
  }

  /// Sets the signals that [#setUp()] adds to a thread's mask, and those that it keeps in the mask.
  void edit(long block, long keep) {
    data.putLongVolatile(DataLayout.BLOCK, block);
    data.putLongVolatile(DataLayout.KEEP, keep);
  }

  /// The answers of [#setUp()].
  AnswerRing answers() {
    return new AnswerRing(data);
  }

  /// Whether a handler is one of these although no copy of this library has claimed the signal:
  /// other code may have saved it while it was installed, and put it back later.
  boolean isLeftover(Signal signal, SigAction action) {
    long handler = action.handler();
    boolean ours = handler == deliver() || handler == deliverOrPass() || handler == setUp();
    return ours && !isTaken(signal);
  }

  /// Whether a copy of the library has a pipe for a signal: the signal is then claimed, whoever may
  /// have replaced the handler since.
  boolean isTaken(Signal signal) {
    return data.getInt(DataLayout.fd(signal.number())) != NOBODY;
  }

  /// Sets the handler to which [#deliverOrPass()] passes a signal on.
  void next(int number, long handler) {
    data.putLongVolatile(DataLayout.next(number), handler);
  }

  /// Sets the pipe's write end for a signal's records; -1 for none.
  void descriptor(int number, int descriptor) {
    data.putInt(DataLayout.fd(number), descriptor);
  }

  /// The number of records of a signal that have found the pipe full so far.
  long dropped(int number) {
    return data.getLongVolatile(DataLayout.dropped(number));
  }
}
