/*
 * A C function that waits for events and passes a signal on, for x86-64:
 *
 *     long passing_wait(long number, long epfd, long events, long maxevents, long timeout, long no,
 *                       struct passing *p)
 *
 * It is epoll_pwait(2) without a mask, and returns the result of that call. If the only event is
 * that of the signalfd, it also reads a signal. If kill(2) sent that signal, and the table has
 * another one for it, it sends that other one to the process of the descriptor. After a failure
 * the caller has to do the work.
 *
 * This file is what the bytes in PassingWaitCode.java are made from; PassingWaitCodeTest assembles it
 * and compares. After a change here, print the new listing with
 *
 *     as -aln --listing-lhs-width=3 passing_wait_x86_64.S -o /dev/null
 */
        .intel_syntax noprefix
        .text

        .set TAG, 0                     /* offsets in the structure, as in PassingWait.java */
        .set RECORD, 8
        .set SIGNALFD, 16
        .set PIDFD, 20
        .set FLAGS, 24
        .set READ, 28
        .set PASSED, 32
        .set TABLE, 40

        .set EVENT_DATA, 4              /* struct epoll_event is packed */
        .set SSI_SIGNO, 0
        .set SSI_CODE, 8
        .set SIGINFO_SIZE, 128
        .set LAST_SIGNAL, 64
        .set SI_USER, 0
        .set SYS_READ, 0
        .set SYS_PIDFD_SEND_SIGNAL, 424

/*
 * The kernel destroys rax, rcx and r11 alone, so that rsi still has the events, then the record, and
 * r8 the structure.
 */
passingWait:
        endbr64
        mov     rax, rdi
        mov     rdi, rsi
        mov     rsi, rdx
        mov     rdx, rcx
        mov     r10, r8
        xor     r8d, r8d
        xor     r9d, r9d
        syscall
        cmp     rax, 1
        jne     done
        mov     r8, qword ptr [rsp + 8]
        mov     rcx, qword ptr [rsi + EVENT_DATA]
        cmp     rcx, qword ptr [r8 + TAG]
        jne     done
        mov     edi, dword ptr [r8 + SIGNALFD]
        mov     rsi, qword ptr [r8 + RECORD]
        mov     edx, SIGINFO_SIZE
        mov     eax, SYS_READ
        syscall
        cmp     rax, SIGINFO_SIZE
        jne     one
        mov     dword ptr [r8 + READ], 1
        cmp     dword ptr [rsi + SSI_CODE], SI_USER
        jne     one
        mov     eax, dword ptr [rsi + SSI_SIGNO]
        cmp     eax, LAST_SIGNAL
        ja      one
        movzx   r9d, byte ptr [r8 + rax + TABLE]
        test    r9d, r9d
        jz      one
        mov     edi, dword ptr [r8 + PIDFD]
        mov     esi, r9d
        xor     edx, edx
        mov     r10d, dword ptr [r8 + FLAGS]
        mov     eax, SYS_PIDFD_SEND_SIGNAL
        syscall
        test    eax, eax
        jnz     one
        mov     dword ptr [r8 + PASSED], r9d
one:
        mov     eax, 1
done:
        ret

        .section .note.GNU-stack, "", @progbits
