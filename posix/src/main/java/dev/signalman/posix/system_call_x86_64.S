/*
 * A C function that makes a system call, for x86-64:
 *
 *     long system_call(long number, long a, long b, long c, long d, long e, long f)
 *
 * It returns what the kernel returns: a result, or -errno. Nothing else of the C library's wrapper
 * is here, so the thread's errno stays as it is.
 *
 * This file is what the bytes in SystemCallCode.java are made from; SystemCallCodeTest assembles
 * it and compares. After a change here, print the new listing with
 *
 *     as -aln --listing-lhs-width=3 system_call_x86_64.S -o /dev/null
 */
        .intel_syntax noprefix
        .text

/*
 * C passes six arguments in rdi, rsi, rdx, rcx, r8, r9 and the seventh on the stack, above the
 * return address. The kernel takes the number in rax and six arguments in rdi, rsi, rdx, r10, r8,
 * r9, and destroys rcx and r11, which a C function may change. endbr64: the VM comes here by an
 * indirect call, and where indirect-branch tracking is on, such a call must land on it.
 */
systemCall:
        endbr64
        mov     rax, rdi
        mov     rdi, rsi
        mov     rsi, rdx
        mov     rdx, rcx
        mov     r10, r8
        mov     r8, r9
        mov     r9, qword ptr [rsp + 8]
        syscall
        ret

        .section .note.GNU-stack, "", @progbits
