package dev.signalman.internal.handler;

/// The signal handlers for x86-64: the bytes of `x86_64.S`, a file next to this one, which explains
/// them.
final class Amd64Listing {

  static final String TEXT =
      """
      deliverOrPass:
        f3 0f 1e fa                | endbr64
        83 7e 08 fa                | cmp dword ptr [rsi + SI_CODE], SI_TKILL
        75 1c                      | jne deliver
        8b 05 18 00 01 00          | mov eax, dword ptr [rip + DATA + PID]
        39 46 10                   | cmp dword ptr [rsi + SI_PID], eax
        75 11                      | jne deliver
        89 f9                      | mov ecx, edi
        4c 8d 15 e2 ff 00 00       | lea r10, [rip + DATA]
        41 ff a4 ca 00 06 00 00    | jmp qword ptr [r10 + rcx * 8 + NEXT]
      deliver:
        f3 0f 1e fa                | endbr64
        41 89 f8                   | mov r8d, edi
        49 89 d1                   | mov r9, rdx
        4c 8d 15 c9 ff 00 00       | lea r10, [rip + DATA]
        43 8b bc 82 00 01 00 00    | mov edi, dword ptr [r10 + r8 * 4 + FDS]
        ba 80 00 00 00             | mov edx, RECORD
        b8 01 00 00 00             | mov eax, SYS_WRITE
        0f 05                      | syscall
        48 3d 80 00 00 00          | cmp rax, RECORD
        74 09                      | je written
        f0 4b ff 84 c2 00 03 00 00 | lock inc qword ptr [r10 + r8 * 8 + DROPPED]
      written:
        49 8b 02                   | mov rax, qword ptr [r10 + MASK]
        49 09 81 28 01 00 00       | or qword ptr [r9 + UC_SIGMASK], rax
        c3                         | ret
      setUp:
        f3 0f 1e fa                | endbr64
        4c 8d 15 8e ff 00 00       | lea r10, [rip + DATA]
        4d 8b 42 20                | mov r8, qword ptr [r10 + EPOCH]
        4c 8b 8a 28 01 00 00       | mov r9, qword ptr [rdx + UC_SIGMASK]
        4c 89 c8                   | mov rax, r9
        49 0b 42 08                | or rax, qword ptr [r10 + BLOCK]
        49 23 42 10                | and rax, qword ptr [r10 + KEEP]
        48 89 82 28 01 00 00       | mov qword ptr [rdx + UC_SIGMASK], rax
        b8 ba 00 00 00             | mov eax, SYS_GETTID
        0f 05                      | syscall
        b9 01 00 00 00             | mov ecx, 1
        f0 49 0f c1 4a 18          | lock xadd qword ptr [r10 + ACKS], rcx
        89 ca                      | mov edx, ecx
        81 e2 ff 0f 00 00          | and edx, LAST_SLOT
        c1 e2 05                   | shl edx, SLOT_SHIFT
        49 8d 94 12 00 10 00 00    | lea rdx, [r10 + rdx + ANSWERS]
        48 89 42 08                | mov qword ptr [rdx + ANSWER_TID], rax
        4c 89 4a 10                | mov qword ptr [rdx + ANSWER_MASK], r9
        4c 89 42 18                | mov qword ptr [rdx + ANSWER_EPOCH], r8
        48 ff c1                   | inc rcx
        48 89 0a                   | mov qword ptr [rdx + ANSWER_SEQUENCE], rcx
        c3                         | ret
      nothing:
        f3 0f 1e fa                | endbr64
        c3                         | ret
      """;

  private Amd64Listing() {}
}
