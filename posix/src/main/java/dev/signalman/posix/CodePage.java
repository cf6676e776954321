package dev.signalman.posix;

/// The page of the machine code that makes system calls. It is mapped through the C library, the
/// only way before it exists. It stays until the process ends, for this copy of the library and
/// later ones ([SharedCode]).
final class CodePage implements SharedCode.Mapping {
  /// In place of an address: the kernel or a policy refuses executable memory.
  static final long REFUSED = -1;

  /// The largest page size of the two architectures, so that nothing else shares the page.
  private static final long SIZE = 0x10000;

  private static final int WRITABLE = MmanH.PROT_READ | MmanH.PROT_WRITE;

  private final byte[] code;

  private CodePage(byte[] code) {
    this.code = code;
  }

  /// Maps `code`, unless that has been done.
  ///
  /// @return its address, or [#REFUSED]
  static long map(MachineCode code) {
    byte[] bytes = code.bytes();
    return SharedCode.addressOfSystemCall(bytes, new CodePage(bytes));
  }

  /// Makes it first writable, then executable, but never both: hardened kernels refuse that.
  @Override
  public long map() {
    CFunction mmap = CFunction.find("mmap");
    CFunction mprotect = CFunction.find("mprotect");
    if (mmap == null || mprotect == null) {
      return REFUSED;
    }
    long page = mmap.value(0, SIZE, WRITABLE, MmanH.PRIVATE_ANONYMOUS, -1, 0);
    if (page == REFUSED) {
      return REFUSED;
    }
    Memory.mapped(page, SIZE).putBytes(code);
    long executable = MmanH.PROT_READ | MmanH.PROT_EXEC;
    if ((int) mprotect.value(page, SIZE, executable, 0, 0, 0) == 0) {
      return page;
    }
    CFunction.of("munmap").value(page, SIZE, 0, 0, 0, 0);
    return REFUSED;
  }
}
