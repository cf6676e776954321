/*
 * The trampoline for aarch64: what a child runs before its program, to arrange for a signal at its
 * parent's end. Its whole life is about ten system calls.
 *
 * The bytes in TrampolineCode.java are made from this file; TrampolineCodeTest assembles it and
 * compares. It is not part of the build: after a change here, print the new listing with
 *
 *     aarch64-linux-gnu-as -aln aarch64.S -o /dev/null
 *
 * Trampoline.java puts an ELF header before the code and the parameters after it. The kernel enters
 * at `start` with a stack that holds argc, the arguments, a null pointer, the environment and a null
 * pointer: those of the program. There are no relocations and no writable data.
 */
        .arch   armv8-a
        .text

        .set SIGNAL, 0                  /* offsets of the parameters, C ints */
        .set PARENT, 4
        .set IMAGE, 8
        .set REPORT, 12
        .set PROGRAMS, 16               /* paths that each end with a NUL, and an empty one */

        .set SYS_FCNTL, 25
        .set SYS_CLOSE, 57
        .set SYS_WRITE, 64
        .set SYS_EXIT_GROUP, 94
        .set SYS_KILL, 129
        .set SYS_PRCTL, 167
        .set SYS_GETPID, 172
        .set SYS_GETPPID, 173
        .set SYS_EXECVE, 221
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
        mov     x19, sp
        adr     x20, parameters
        mov     w21, #STEP_SET_UP
/* This image is mapped and needs no descriptor any more. */
        ldr     w0, [x20, #IMAGE]
        mov     x8, #SYS_CLOSE
        svc     #0
/* The parent takes the end of the pipe without a report for success. */
        ldr     w0, [x20, #REPORT]
        mov     x1, #F_SETFD
        mov     x2, #FD_CLOEXEC
        mov     x8, #SYS_FCNTL
        svc     #0
        cbnz    w0, failed
        mov     x0, #PR_SET_PDEATHSIG
        ldr     w1, [x20, #SIGNAL]
        mov     x8, #SYS_PRCTL
        svc     #0
        cbnz    w0, failed
/*
 * A parent that has ended before this point causes no signal. Then this process has another parent
 * by now, and sends the signal to itself. If that does not end it (blocked, ignored), it continues:
 * the program is in the same state as if its parent ended a moment later. 0 means a parent outside
 * of this pid namespace, whose number is unknown here.
 */
        mov     x8, #SYS_GETPPID
        svc     #0
        cbz     w0, run
        ldr     w1, [x20, #PARENT]
        cmp     w0, w1
        b.eq    run
        mov     x8, #SYS_GETPID
        svc     #0
        ldr     w1, [x20, #SIGNAL]
        mov     x8, #SYS_KILL
        svc     #0
/*
 * Tries each path, as execvp(3) does: an error that says that there is no such file leads to the
 * next one, and so does EACCES, which is remembered. Any other error is the answer.
 */
run:
        mov     w21, #STEP_EXEC
        mov     w22, #-ENOENT
        add     x23, x20, #PROGRAMS
try:
        ldrb    w9, [x23]
        cbz     w9, none
        mov     x0, x23
        add     x1, x19, #8
        ldr     x2, [x19]
        add     x2, x1, x2, lsl #3
        add     x2, x2, #8
        mov     x8, #SYS_EXECVE
        svc     #0
        cmn     w0, #EACCES
        b.eq    missed
        cmn     w0, #ENOENT
        b.eq    missed
        cmn     w0, #ENOTDIR
        b.eq    missed
        cmn     w0, #ESTALE
        b.eq    missed
        cmn     w0, #ENODEV
        b.eq    missed
        cmn     w0, #ETIMEDOUT
        b.ne    failed
missed:
        cmn     w22, #EACCES
        csel    w22, w22, w0, eq
skip:
        ldrb    w9, [x23], #1
        cbnz    w9, skip
        b       try
none:
        mov     w0, w22
/* Reports the step and the error number, two C ints, and ends. */
failed:
        neg     w0, w0
        stp     w21, w0, [sp, #-16]!
        mov     x1, sp
        ldr     w0, [x20, #REPORT]
        mov     x2, #REPORT_SIZE
        mov     x8, #SYS_WRITE
        svc     #0
        mov     x0, #EXIT_STATUS
        mov     x8, #SYS_EXIT_GROUP
        svc     #0
parameters:

        .section .note.GNU-stack, "", %progbits
