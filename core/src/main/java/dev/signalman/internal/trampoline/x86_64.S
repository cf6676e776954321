/*
 * The trampoline for x86-64: what a child runs before its program, to arrange for a signal at its
 * parent's end. Its whole life is about ten system calls.
 *
 * The bytes in TrampolineCode.java are made from this file; TrampolineCodeTest assembles it and
 * compares. It is not part of the build: after a change here, print the new listing with
 *
 *     as -aln --listing-lhs-width=3 x86_64.S -o /dev/null
 *
 * Trampoline.java puts an ELF header before the code and the parameters after it. The kernel enters
 * at `start` with a stack that holds argc, the arguments, a null pointer, the environment and a null
 * pointer: those of the program. There are no relocations and no writable data.
 */
        .intel_syntax noprefix
        .text

        .set SIGNAL, 0                  /* offsets of the parameters, C ints */
        .set PARENT, 4
        .set IMAGE, 8
        .set REPORT, 12
        .set PROGRAMS, 16               /* paths that each end with a NUL, and an empty one */

        .set SYS_WRITE, 1
        .set SYS_CLOSE, 3
        .set SYS_GETPID, 39
        .set SYS_EXECVE, 59
        .set SYS_KILL, 62
        .set SYS_FCNTL, 72
        .set SYS_GETPPID, 110
        .set SYS_PRCTL, 157
        .set SYS_EXIT_GROUP, 231
        .set F_SETFD, 2
        .set FD_CLOEXEC, 1
        .set PR_SET_PDEATHSIG, 1
        .set ENOENT, 2
        .set EACCES, 13
        .set ENODEV, 19
        .set ENOTDIR, 20
        .set ETIMEDOUT, 110
        .set ESTALE, 116
        .set REPORT_SIZE, 8
        .set EXIT_STATUS, 127

        .set STEP_EXEC, 0               /* what a report is about */
        .set STEP_SET_UP, 1

start:
        mov     r12, rsp
        lea     r13, [rip + parameters]
        mov     ebx, STEP_SET_UP
/* This image is mapped and needs no descriptor any more. */
        mov     edi, dword ptr [r13 + IMAGE]
        mov     eax, SYS_CLOSE
        syscall
/* The parent takes the end of the pipe without a report for success. */
        mov     edi, dword ptr [r13 + REPORT]
        mov     esi, F_SETFD
        mov     edx, FD_CLOEXEC
        mov     eax, SYS_FCNTL
        syscall
        test    eax, eax
        jnz     failed
        mov     edi, PR_SET_PDEATHSIG
        mov     esi, dword ptr [r13 + SIGNAL]
        mov     eax, SYS_PRCTL
        syscall
        test    eax, eax
        jnz     failed
/*
 * A parent that has ended before this point causes no signal. Then this process has another parent
 * by now, and sends the signal to itself. If that does not end it (blocked, ignored), it continues:
 * the program is in the same state as if its parent ended a moment later. 0 means a parent outside
 * of this pid namespace, whose number is unknown here.
 */
        mov     eax, SYS_GETPPID
        syscall
        test    eax, eax
        jz      run
        cmp     eax, dword ptr [r13 + PARENT]
        je      run
        mov     eax, SYS_GETPID
        syscall
        mov     edi, eax
        mov     esi, dword ptr [r13 + SIGNAL]
        mov     eax, SYS_KILL
        syscall
/*
 * Tries each path, as execvp(3) does: an error that says that there is no such file leads to the
 * next one, and so does EACCES, which is remembered. Any other error is the answer.
 */
run:
        mov     ebx, STEP_EXEC
        mov     r15d, -ENOENT
        lea     r14, [r13 + PROGRAMS]
try:
        cmp     byte ptr [r14], 0
        je      none
        mov     rdi, r14
        lea     rsi, [r12 + 8]
        mov     rdx, qword ptr [r12]
        lea     rdx, [rsi + rdx * 8 + 8]
        mov     eax, SYS_EXECVE
        syscall
        cmp     eax, -EACCES
        je      missed
        cmp     eax, -ENOENT
        je      missed
        cmp     eax, -ENOTDIR
        je      missed
        cmp     eax, -ESTALE
        je      missed
        cmp     eax, -ENODEV
        je      missed
        cmp     eax, -ETIMEDOUT
        jne     failed
missed:
        cmp     r15d, -EACCES
        cmovne  r15d, eax
skip:
        inc     r14
        cmp     byte ptr [r14 - 1], 0
        jne     skip
        jmp     try
none:
        mov     eax, r15d
/* Reports the step and the error number, two C ints, and ends. */
failed:
        neg     eax
        shl     rax, 32
        or      rax, rbx
        push    rax
        mov     edi, dword ptr [r13 + REPORT]
        mov     rsi, rsp
        mov     edx, REPORT_SIZE
        mov     eax, SYS_WRITE
        syscall
        mov     edi, EXIT_STATUS
        mov     eax, SYS_EXIT_GROUP
        syscall
parameters:

        .section .note.GNU-stack, "", @progbits
