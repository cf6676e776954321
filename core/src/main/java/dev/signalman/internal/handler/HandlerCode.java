package dev.signalman.internal.handler;

import dev.signalman.posix.MachineCode;

/// The machine code that runs in signal context, for Linux on one processor architecture.
///
/// Java cannot run there: a signal interrupts a thread anywhere, also in the middle of Java code,
/// and the VM aborts when it is entered from such a place. So the handler is a few dozen
/// instructions that hold no address, use no stack and call nothing but `write(2)` and `gettid(2)`.
/// The installing code
///
/// 1. maps [DataLayout#MAPPING_SIZE] bytes of private memory, readable and writable,
/// 2. copies [#code] to its start, fills in the data that [DataLayout] describes,
/// 3. makes the code, and only the code, readable and executable instead of writable, and never
///    writable again (on aarch64 the kernel then makes the instruction cache see it, once),
/// 4. installs the start of the mapping plus one of the entries with `SA_SIGINFO` and `SA_RESTART`.
///
/// The mapping stays for the life of the process: a thread may stay anywhere in the code for any
/// time, so it is never safe to unmap it.
///
/// An entry reads each value once per signal, from memory that other threads may be writing:
/// aligned numbers of up to eight bytes, which arrive whole. Write an entry's data before it is
/// installed.
///
/// `docs/decisions/0002-handler-code.md` explains this design.
public final class HandlerCode {

  private final MachineCode code;

  private HandlerCode(MachineCode code) {
    this.code = code;
  }

  /// The code for an architecture, named as in the system property `os.arch`.
  ///
  /// @throws UnsupportedOperationException if there is none for it
  public static HandlerCode forArchitecture(String osArch) {
    return switch (osArch) {
      case "amd64", "x86_64" -> new HandlerCode(MachineCode.parse(Amd64Listing.TEXT));
      case "aarch64", "arm64" -> new HandlerCode(MachineCode.parse(Aarch64Listing.TEXT));
      default ->
          throw new UnsupportedOperationException(
              "There is no signal handler code for the architecture "
                  + osArch
                  + ", only for x86-64 (amd64) and aarch64. What works instead is to start the VM"
                  + " with the signals blocked, which needs no handler:"
                  + " env --block-signal=HUP,INT,TERM java -Xrs ...");
    };
  }

  /// The bytes to map, a new array each time. They fit below [DataLayout#DATA_OFFSET].
  public byte[] code() {
    return code.bytes();
  }

  /// Offset of the handler that writes the `siginfo_t` to the pipe of its signal, counts it in
  /// [DataLayout#dropped] where that fails, and blocks [DataLayout#MASK] in the interrupted thread.
  public int deliver() {
    return code.offsetOf("deliver");
  }

  /// Offset of the handler that passes a signal on to [DataLayout#next] if a thread of this process
  /// sent it to another one, and otherwise does the same as [#deliver].
  public int deliverOrPass() {
    return code.offsetOf("deliverOrPass");
  }

  /// Offset of the handler that sets the mask of the interrupted thread and stores the thread's id
  /// and its previous mask as an [DataLayout#answer].
  ///
  /// The new mask is in force when the handler has returned, a moment after the answer.
  public int setUp() {
    return code.offsetOf("setUp");
  }

  /// Offset of the handler that does nothing.
  public int nothing() {
    return code.offsetOf("nothing");
  }
}
