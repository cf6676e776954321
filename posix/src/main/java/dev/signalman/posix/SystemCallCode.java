package dev.signalman.posix;

/// The C function `long systemCall(long number, long a, ..., long f)` in machine code. It returns
/// what the kernel returns, a result or `-errno`, and leaves the thread's errno alone.
///
/// The bytes are those of `system_call_x86_64.S` and `system_call_aarch64.S`, next to this file.
final class SystemCallCode {
  static final String NAME = "systemCall";

  static final String AMD64 =
      """
      systemCall:
        f3 0f 1e fa    | endbr64
        48 89 f8       | mov rax, rdi
        48 89 f7       | mov rdi, rsi
        48 89 d6       | mov rsi, rdx
        48 89 ca       | mov rdx, rcx
        4d 89 c2       | mov r10, r8
        4d 89 c8       | mov r8, r9
        4c 8b 4c 24 08 | mov r9, qword ptr [rsp + 8]
        0f 05          | syscall
        c3             | ret
      """;

  static final String AARCH64 =
      """
      systemCall:
        5f 24 03 d5 | hint #BTI_C
        e8 03 00 aa | mov x8, x0
        e0 03 01 aa | mov x0, x1
        e1 03 02 aa | mov x1, x2
        e2 03 03 aa | mov x2, x3
        e3 03 04 aa | mov x3, x4
        e4 03 05 aa | mov x4, x5
        e5 03 06 aa | mov x5, x6
        01 00 00 d4 | svc #0
        c0 03 5f d6 | ret
      """;

  private SystemCallCode() {}

  /// The listing for an architecture, named as in the system property `os.arch`; empty if there is
  /// none.
  static String forArchitecture(String osArch) {
    if (SyscallNumbers.isX86(osArch)) {
      return AMD64;
    }
    return SyscallNumbers.isAarch64(osArch) ? AARCH64 : "";
  }
}
