package dev.signalman.internal.trampoline;

/// The machine code of the trampoline: the bytes of `x86_64.S` and `aarch64.S`, next to this file,
/// which explain them.
final class TrampolineCode {
  /// The label at which the kernel enters.
  static final String START = "start";

  /// The label after the code.
  static final String PARAMETERS = "parameters";

  static final String AMD64 =
      """
      start:
        49 89 e4             | mov r12, rsp
        4c 8d 2d f5 00 00 00 | lea r13, [rip + parameters]
        bb 01 00 00 00       | mov ebx, STEP_SET_UP
        41 8b 7d 08          | mov edi, dword ptr [r13 + IMAGE]
        b8 03 00 00 00       | mov eax, SYS_CLOSE
        0f 05                | syscall
        41 8b 7d 0c          | mov edi, dword ptr [r13 + REPORT]
        be 02 00 00 00       | mov esi, F_SETFD
        ba 01 00 00 00       | mov edx, FD_CLOEXEC
        b8 48 00 00 00       | mov eax, SYS_FCNTL
        0f 05                | syscall
        85 c0                | test eax, eax
        0f 85 9f 00 00 00    | jnz failed
        bf 01 00 00 00       | mov edi, PR_SET_PDEATHSIG
        41 8b 75 00          | mov esi, dword ptr [r13 + SIGNAL]
        b8 9d 00 00 00       | mov eax, SYS_PRCTL
        0f 05                | syscall
        85 c0                | test eax, eax
        0f 85 87 00 00 00    | jnz failed
        b8 6e 00 00 00       | mov eax, SYS_GETPPID
        0f 05                | syscall
        85 c0                | test eax, eax
        74 1a                | jz run
        41 3b 45 04          | cmp eax, dword ptr [r13 + PARENT]
        74 14                | je run
        b8 27 00 00 00       | mov eax, SYS_GETPID
        0f 05                | syscall
        89 c7                | mov edi, eax
        41 8b 75 00          | mov esi, dword ptr [r13 + SIGNAL]
        b8 3e 00 00 00       | mov eax, SYS_KILL
        0f 05                | syscall
      run:
        bb 00 00 00 00       | mov ebx, STEP_EXEC
        41 bf fe ff ff ff    | mov r15d, -ENOENT
        4d 8d 75 10          | lea r14, [r13 + PROGRAMS]
      try:
        41 80 3e 00          | cmp byte ptr [r14], 0
        74 4a                | je none
        4c 89 f7             | mov rdi, r14
        49 8d 74 24 08       | lea rsi, [r12 + 8]
        49 8b 14 24          | mov rdx, qword ptr [r12]
        48 8d 54 d6 08       | lea rdx, [rsi + rdx * 8 + 8]
        b8 3b 00 00 00       | mov eax, SYS_EXECVE
        0f 05                | syscall
        83 f8 f3             | cmp eax, -EACCES
        74 19                | je missed
        83 f8 fe             | cmp eax, -ENOENT
        74 14                | je missed
        83 f8 ec             | cmp eax, -ENOTDIR
        74 0f                | je missed
        83 f8 8c             | cmp eax, -ESTALE
        74 0a                | je missed
        83 f8 ed             | cmp eax, -ENODEV
        74 05                | je missed
        83 f8 92             | cmp eax, -ETIMEDOUT
        75 17                | jne failed
      missed:
        41 83 ff f3          | cmp r15d, -EACCES
        44 0f 45 f8          | cmovne r15d, eax
      skip:
        49 ff c6             | inc r14
        41 80 7e ff 00       | cmp byte ptr [r14 - 1], 0
        75 f6                | jne skip
        eb b0                | jmp try
      none:
        44 89 f8             | mov eax, r15d
      failed:
        f7 d8                | neg eax
        48 c1 e0 20          | shl rax, 32
        48 09 d8             | or rax, rbx
        50                   | push rax
        41 8b 7d 0c          | mov edi, dword ptr [r13 + REPORT]
        48 89 e6             | mov rsi, rsp
        ba 08 00 00 00       | mov edx, REPORT_SIZE
        b8 01 00 00 00       | mov eax, SYS_WRITE
        0f 05                | syscall
        bf 7f 00 00 00       | mov edi, EXIT_STATUS
        b8 e7 00 00 00       | mov eax, SYS_EXIT_GROUP
        0f 05                | syscall
      parameters:
      """;

  static final String AARCH64 =
      """
      start:
        f3 03 00 91 | mov x19, sp
        74 08 00 10 | adr x20, parameters
        35 00 80 52 | mov w21, #STEP_SET_UP
        80 0a 40 b9 | ldr w0, [x20, #IMAGE]
        28 07 80 d2 | mov x8, #SYS_CLOSE
        01 00 00 d4 | svc #0
        80 0e 40 b9 | ldr w0, [x20, #REPORT]
        41 00 80 d2 | mov x1, #F_SETFD
        22 00 80 d2 | mov x2, #FD_CLOEXEC
        28 03 80 d2 | mov x8, #SYS_FCNTL
        01 00 00 d4 | svc #0
        e0 05 00 35 | cbnz w0, failed
        20 00 80 d2 | mov x0, #PR_SET_PDEATHSIG
        81 02 40 b9 | ldr w1, [x20, #SIGNAL]
        e8 14 80 d2 | mov x8, #SYS_PRCTL
        01 00 00 d4 | svc #0
        40 05 00 35 | cbnz w0, failed
        a8 15 80 d2 | mov x8, #SYS_GETPPID
        01 00 00 d4 | svc #0
        20 01 00 34 | cbz w0, run
        81 06 40 b9 | ldr w1, [x20, #PARENT]
        1f 00 01 6b | cmp w0, w1
        c0 00 00 54 | b.eq run
        88 15 80 d2 | mov x8, #SYS_GETPID
        01 00 00 d4 | svc #0
        81 02 40 b9 | ldr w1, [x20, #SIGNAL]
        28 10 80 d2 | mov x8, #SYS_KILL
        01 00 00 d4 | svc #0
      run:
        15 00 80 52 | mov w21, #STEP_EXEC
        36 00 80 12 | mov w22, #-ENOENT
        97 42 00 91 | add x23, x20, #PROGRAMS
      try:
        e9 02 40 39 | ldrb w9, [x23]
        29 03 00 34 | cbz w9, none
        e0 03 17 aa | mov x0, x23
        61 22 00 91 | add x1, x19, #8
        62 02 40 f9 | ldr x2, [x19]
        22 0c 02 8b | add x2, x1, x2, lsl #3
        42 20 00 91 | add x2, x2, #8
        a8 1b 80 d2 | mov x8, #SYS_EXECVE
        01 00 00 d4 | svc #0
        1f 34 00 31 | cmn w0, #EACCES
        60 01 00 54 | b.eq missed
        1f 08 00 31 | cmn w0, #ENOENT
        20 01 00 54 | b.eq missed
        1f 50 00 31 | cmn w0, #ENOTDIR
        e0 00 00 54 | b.eq missed
        1f d0 01 31 | cmn w0, #ESTALE
        a0 00 00 54 | b.eq missed
        1f 4c 00 31 | cmn w0, #ENODEV
        60 00 00 54 | b.eq missed
        1f b8 01 31 | cmn w0, #ETIMEDOUT
        e1 00 00 54 | b.ne failed
      missed:
        df 36 00 31 | cmn w22, #EACCES
        d6 02 80 1a | csel w22, w22, w0, eq
      skip:
        e9 16 40 38 | ldrb w9, [x23], #1
        e9 ff ff 35 | cbnz w9, skip
        e7 ff ff 17 | b try
      none:
        e0 03 16 2a | mov w0, w22
      failed:
        e0 03 00 4b | neg w0, w0
        f5 03 be 29 | stp w21, w0, [sp, #-16]!
        e1 03 00 91 | mov x1, sp
        80 0e 40 b9 | ldr w0, [x20, #REPORT]
        02 01 80 d2 | mov x2, #REPORT_SIZE
        08 08 80 d2 | mov x8, #SYS_WRITE
        01 00 00 d4 | svc #0
        e0 0f 80 d2 | mov x0, #EXIT_STATUS
        c8 0b 80 d2 | mov x8, #SYS_EXIT_GROUP
        01 00 00 d4 | svc #0
      parameters:
      """;

  private TrampolineCode() {}
}
