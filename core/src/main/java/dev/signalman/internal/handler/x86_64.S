/*
 * The signal handlers for x86-64.
 *
 * The bytes in Amd64Listing.java are made from this file; HandlerCodeAssemblyTest assembles it
 * and compares. It is not part of the build: after a change here, print the new listing with
 *
 *     as -aln --listing-lhs-width=3 x86_64.S -o /dev/null
 *
 * Every entry is a SA_SIGINFO handler: edi = signal number (1 to 64, from the kernel),
 * rsi = siginfo_t *, rdx = ucontext_t *. DataLayout.java describes the data.
 *
 * Rules that hold for the whole file:
 *   - No stack memory and no calls. HotSpot runs Java threads close to the end of their stacks,
 *     and without a frame there is nothing for an unwinder to get wrong.
 *   - Only rax, rcx, rdx, rdi, rsi and r8 to r11 change: what a C function may change, so the code
 *     is right both as a handler and when a test calls it as a function.
 *   - Data is addressed relative to the instruction pointer: the bytes hold no address and are
 *     the same wherever they are mapped, which is what lets them be copied without relocation.
 */
        .intel_syntax noprefix
        .text

        .set DATA, code + 0x10000
        .set MASK, 0x000
        .set BLOCK, 0x008
        .set KEEP, 0x010
        .set ACKS, 0x018
        .set EPOCH, 0x020
        .set PID, 0x028
        .set FDS, 0x100
        .set DROPPED, 0x300
        .set NEXT, 0x600
        .set ANSWERS, 0x1000
        .set LAST_SLOT, 4095
        .set SLOT_SHIFT, 5
        .set ANSWER_SEQUENCE, 0             /* offsets in a slot */
        .set ANSWER_TID, 8
        .set ANSWER_MASK, 16
        .set ANSWER_EPOCH, 24

        .set RECORD, 128                /* sizeof(siginfo_t) */
        .set SI_CODE, 8                 /* offsets in siginfo_t */
        .set SI_PID, 16
        .set SI_TKILL, -6
        .set UC_SIGMASK, 296            /* offset in ucontext_t */
        .set SYS_WRITE, 1
        .set SYS_GETTID, 186

code:

/*
 * For a signal that other code in this process sends between its threads, above all HotSpot's
 * suspend signal: an instance from a thread of this process is passed on to the handler that NEXT
 * names for the signal, all others are delivered. The pair (SI_TKILL, own pid) cannot be forged:
 * the kernel refuses rt_sigqueueinfo(2) with SI_TKILL to any other process.
 *
 * Each entry begins with endbr64: the kernel reaches a handler by an indirect transfer, which
 * must land on endbr64 if indirect-branch tracking is on. Otherwise it does nothing.
 */
deliverOrPass:
        endbr64
        cmp     dword ptr [rsi + SI_CODE], SI_TKILL
        jne     deliver
        mov     eax, dword ptr [rip + DATA + PID]
        cmp     dword ptr [rsi + SI_PID], eax
        jne     deliver
        mov     ecx, edi
        lea     r10, [rip + DATA]
        /* A jump, not a call: the next handler gets the kernel's own return address and frame. */
        jmp     qword ptr [r10 + rcx * 8 + NEXT]

/*
 * Writes the siginfo_t, whole, to the pipe of its signal; counts it where that fails; and blocks
 * the claimed signals in the interrupted thread from its return on.
 *
 * The raw system call leaves the errno of the interrupted code alone. A record is smaller than
 * PIPE_BUF, so the pipe takes all of it or nothing. A negative descriptor ("no pipe") gives EBADF
 * and is counted like any other failure, which saves a branch.
 */
deliver:
        endbr64
        mov     r8d, edi                /* syscall destroys rax, rcx and r11 only: */
        mov     r9, rdx                 /* r8, r9 and r10 survive it */
        lea     r10, [rip + DATA]
        mov     edi, dword ptr [r10 + r8 * 4 + FDS]
        mov     edx, RECORD
        mov     eax, SYS_WRITE
        syscall
        cmp     rax, RECORD
        je      written
        /* Locked: threads on other processors, and a handler nested in this one, count here too. */
        lock inc qword ptr [r10 + r8 * 8 + DROPPED]
written:
        /* The kernel takes the thread's mask from here when the handler returns. */
        mov     rax, qword ptr [r10 + MASK]
        or      qword ptr [r9 + UC_SIGMASK], rax
        ret

/*
 * Sets the mask of the interrupted thread: adds the signals of BLOCK, then removes those not in
 * KEEP. Then answers with the thread's id and its previous mask, in the next slot of the table,
 * which is a ring: the count of answers is the index. The slot's sequence number is written last
 * and says that the rest of the slot is complete; the processor keeps stores in order.
 *
 * The epoch is read first. If an answer has the reader's own epoch, BLOCK and KEEP were read
 * after the reader had written them. An answer says that this thread has been here; the mask is
 * in force only once the kernel has taken it back.
 */
setUp:
        endbr64
        lea     r10, [rip + DATA]
        mov     r8, qword ptr [r10 + EPOCH]
        mov     r9, qword ptr [rdx + UC_SIGMASK]
        mov     rax, r9
        or      rax, qword ptr [r10 + BLOCK]
        and     rax, qword ptr [r10 + KEEP]
        mov     qword ptr [rdx + UC_SIGMASK], rax
        mov     eax, SYS_GETTID
        syscall
        mov     ecx, 1
        lock xadd qword ptr [r10 + ACKS], rcx
        mov     edx, ecx
        and     edx, LAST_SLOT
        shl     edx, SLOT_SHIFT
        lea     rdx, [r10 + rdx + ANSWERS]
        mov     qword ptr [rdx + ANSWER_TID], rax
        mov     qword ptr [rdx + ANSWER_MASK], r9
        mov     qword ptr [rdx + ANSWER_EPOCH], r8
        inc     rcx
        mov     qword ptr [rdx + ANSWER_SEQUENCE], rcx
        ret

/* Does nothing: where deliverOrPass passes a signal on that its sender will raise again. */
nothing:
        endbr64
        ret

        .section .note.GNU-stack, "", @progbits
