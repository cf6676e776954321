/*
 * A C function that waits for events and passes a signal on, for aarch64:
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
 *     aarch64-linux-gnu-as -aln passing_wait_aarch64.S -o /dev/null
 */
        .arch   armv8-a
        .text

        .set BTI_C, 34                  /* "bti c" by its hint number: no assembler refuses that */

        .set TAG, 0                     /* offsets in the structure, as in PassingWait.java */
        .set RECORD, 8
        .set SIGNALFD, 16
        .set PIDFD, 20
        .set FLAGS, 24
        .set READ, 28
        .set PASSED, 32
        .set TABLE, 40

        .set EVENT_DATA, 8
        .set SSI_SIGNO, 0
        .set SSI_CODE, 8
        .set SIGINFO_SIZE, 128
        .set LAST_SIGNAL, 64
        .set SYS_READ, 63
        .set SYS_PIDFD_SEND_SIGNAL, 424

/*
 * The kernel changes x0 alone, so that x1 still has the events, then the record, and x6 the
 * structure. SI_USER is 0.
 */
passingWait:
        hint    #BTI_C
        mov     x8, x0
        mov     x0, x1
        mov     x1, x2
        mov     x2, x3
        mov     x3, x4
        mov     x4, #0
        mov     x5, #0
        svc     #0
        cmp     x0, #1
        b.ne    done
        ldr     x9, [x1, #EVENT_DATA]
        ldr     x10, [x6, #TAG]
        cmp     x9, x10
        b.ne    done
        ldr     w0, [x6, #SIGNALFD]
        ldr     x1, [x6, #RECORD]
        mov     x2, #SIGINFO_SIZE
        mov     x8, #SYS_READ
        svc     #0
        cmp     x0, #SIGINFO_SIZE
        b.ne    one
        mov     w9, #1
        str     w9, [x6, #READ]
        ldr     w9, [x1, #SSI_CODE]
        cbnz    w9, one
        ldr     w9, [x1, #SSI_SIGNO]
        cmp     w9, #LAST_SIGNAL
        b.hi    one
        add     x10, x6, #TABLE
        ldrb    w9, [x10, w9, uxtw]
        cbz     w9, one
        ldr     w0, [x6, #PIDFD]
        mov     w1, w9
        mov     x2, #0
        ldr     w3, [x6, #FLAGS]
        mov     x8, #SYS_PIDFD_SEND_SIGNAL
        svc     #0
        cbnz    w0, one
        str     w9, [x6, #PASSED]
one:
        mov     x0, #1
done:
        ret

        .section .note.GNU-stack, "", %progbits
