package dev.signalman.posix;

/// The machine code of [PassingWait]: the bytes of `passing_wait_x86_64.S` and
/// `passing_wait_aarch64.S`, next to this file, which explain them.
final class PassingWaitCode {
  static final String NAME = "passingWait";

  static final String AMD64 =
      """
      passingWait:
        f3 0f 1e fa             | endbr64
        48 89 f8                | mov rax, rdi
        48 89 f7                | mov rdi, rsi
        48 89 d6                | mov rsi, rdx
        48 89 ca                | mov rdx, rcx
        4d 89 c2                | mov r10, r8
        45 31 c0                | xor r8d, r8d
        45 31 c9                | xor r9d, r9d
        0f 05                   | syscall
        48 83 f8 01             | cmp rax, 1
        75 6b                   | jne done
        4c 8b 44 24 08          | mov r8, qword ptr [rsp + 8]
        48 8b 4e 04             | mov rcx, qword ptr [rsi + EVENT_DATA]
        49 3b 08                | cmp rcx, qword ptr [r8 + TAG]
        75 5d                   | jne done
        41 8b 78 10             | mov edi, dword ptr [r8 + SIGNALFD]
        49 8b 70 08             | mov rsi, qword ptr [r8 + RECORD]
        ba 80 00 00 00          | mov edx, SIGINFO_SIZE
        b8 00 00 00 00          | mov eax, SYS_READ
        0f 05                   | syscall
        48 3d 80 00 00 00       | cmp rax, SIGINFO_SIZE
        75 3c                   | jne one
        41 c7 40 1c 01 00 00 00 | mov dword ptr [r8 + READ], 1
        83 7e 08 00             | cmp dword ptr [rsi + SSI_CODE], SI_USER
        75 2e                   | jne one
        8b 06                   | mov eax, dword ptr [rsi + SSI_SIGNO]
        83 f8 40                | cmp eax, LAST_SIGNAL
        77 27                   | ja one
        45 0f b6 4c 00 28       | movzx r9d, byte ptr [r8 + rax + TABLE]
        45 85 c9                | test r9d, r9d
        74 1c                   | jz one
        41 8b 78 14             | mov edi, dword ptr [r8 + PIDFD]
        44 89 ce                | mov esi, r9d
        31 d2                   | xor edx, edx
        45 8b 50 18             | mov r10d, dword ptr [r8 + FLAGS]
        b8 a8 01 00 00          | mov eax, SYS_PIDFD_SEND_SIGNAL
        0f 05                   | syscall
        85 c0                   | test eax, eax
        75 04                   | jnz one
        45 89 48 20             | mov dword ptr [r8 + PASSED], r9d
      one:
        b8 01 00 00 00          | mov eax, 1
      done:
        c3                      | ret
      """;

  static final String AARCH64 =
      """
      passingWait:
        5f 24 03 d5 | hint #BTI_C
        e8 03 00 aa | mov x8, x0
        e0 03 01 aa | mov x0, x1
        e1 03 02 aa | mov x1, x2
        e2 03 03 aa | mov x2, x3
        e3 03 04 aa | mov x3, x4
        04 00 80 d2 | mov x4, #0
        05 00 80 d2 | mov x5, #0
        01 00 00 d4 | svc #0
        1f 04 00 f1 | cmp x0, #1
        e1 03 00 54 | b.ne done
        29 04 40 f9 | ldr x9, [x1, #EVENT_DATA]
        ca 00 40 f9 | ldr x10, [x6, #TAG]
        3f 01 0a eb | cmp x9, x10
        61 03 00 54 | b.ne done
        c0 10 40 b9 | ldr w0, [x6, #SIGNALFD]
        c1 04 40 f9 | ldr x1, [x6, #RECORD]
        02 10 80 d2 | mov x2, #SIGINFO_SIZE
        e8 07 80 d2 | mov x8, #SYS_READ
        01 00 00 d4 | svc #0
        1f 00 02 f1 | cmp x0, #SIGINFO_SIZE
        61 02 00 54 | b.ne one
        29 00 80 52 | mov w9, #1
        c9 1c 00 b9 | str w9, [x6, #READ]
        29 08 40 b9 | ldr w9, [x1, #SSI_CODE]
        e9 01 00 35 | cbnz w9, one
        29 00 40 b9 | ldr w9, [x1, #SSI_SIGNO]
        3f 01 01 71 | cmp w9, #LAST_SIGNAL
        88 01 00 54 | b.hi one
        ca a0 00 91 | add x10, x6, #TABLE
        49 49 69 38 | ldrb w9, [x10, w9, uxtw]
        29 01 00 34 | cbz w9, one
        c0 14 40 b9 | ldr w0, [x6, #PIDFD]
        e1 03 09 2a | mov w1, w9
        02 00 80 d2 | mov x2, #0
        c3 18 40 b9 | ldr w3, [x6, #FLAGS]
        08 35 80 d2 | mov x8, #SYS_PIDFD_SEND_SIGNAL
        01 00 00 d4 | svc #0
        40 00 00 35 | cbnz w0, one
        c9 20 00 b9 | str w9, [x6, #PASSED]
      one:
        20 00 80 d2 | mov x0, #1
      done:
        c0 03 5f d6 | ret
      """;

  private PassingWaitCode() {}

  /// The listing for an architecture, named as in the system property `os.arch`; empty if there is
  /// none.
  static String forArchitecture(String osArch) {
    if (SyscallNumbers.isX86(osArch)) {
      return AMD64;
    }
    return SyscallNumbers.isAarch64(osArch) ? AARCH64 : "";
  }
}
