/*
 * The signal handlers for aarch64.
 *
 * The bytes in Aarch64Listing.java are made from this file; HandlerCodeAssemblyTest assembles it
 * and compares. It is not part of the build: after a change here, print the new listing with
 *
 *     aarch64-linux-gnu-as -aln aarch64.S -o /dev/null
 *
 * Every entry is a SA_SIGINFO handler: w0 = signal number (1 to 64, from the kernel),
 * x1 = siginfo_t *, x2 = ucontext_t *. DataLayout.java describes the data.
 *
 * Rules that hold for the whole file:
 *   - No stack memory and no calls. HotSpot runs Java threads close to the end of their stacks,
 *     and without a frame there is nothing for an unwinder to get wrong.
 *   - Only x0, x2 and x8 to x16 change: what a C function may change, so the code is right both
 *     as a handler and when a test calls it as a function.
 *   - Data is addressed relative to the program counter (adr reaches 1 MiB): the bytes hold no
 *     address and are the same wherever they are mapped.
 *   - ARMv8.0 only. The atomic add of ARMv8.1 would be one instruction, and an illegal one on
 *     machines that run Java well today.
 */
        .arch   armv8-a
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
        .set ANSWER_TID, 8                  /* offsets in a slot; its sequence number is at 0 */
        .set ANSWER_MASK, 16
        .set ANSWER_EPOCH, 24

        .set RECORD, 128                /* sizeof(siginfo_t) */
        .set SI_CODE, 8                 /* offsets in siginfo_t */
        .set SI_PID, 16
        .set SI_TKILL, -6
        .set UC_SIGMASK, 40             /* offset in ucontext_t */
        .set SYS_WRITE, 64
        .set SYS_GETTID, 178
        .set BTI_C, 34                  /* "bti c" by its hint number: no assembler refuses that */

code:

/*
 * For a signal that other code in this process sends between its threads, above all HotSpot's
 * suspend signal: an instance from a thread of this process is passed on to the handler that NEXT
 * names for the signal, all others are delivered. The pair (SI_TKILL, own pid) cannot be forged:
 * the kernel refuses rt_sigqueueinfo(2) with SI_TKILL to any other process.
 *
 * Each entry begins with "bti c": the kernel enters a handler with the processor's branch type set
 * to "call", and in a page mapped with PROT_BTI such a branch must land on "bti c". Otherwise it
 * does nothing.
 */
deliverOrPass:
        hint    #BTI_C
        ldr     w8, [x1, #SI_CODE]
        cmp     w8, #SI_TKILL
        b.ne    deliver
        adr     x9, DATA
        ldr     w8, [x9, #PID]
        ldr     w10, [x1, #SI_PID]
        cmp     w8, w10
        b.ne    deliver
        /*
         * A jump, not a call: the next handler gets the kernel's own return address and frame.
         * Through x16, because a jump through x16 or x17 may land on "bti c"; through any other
         * register it would need "bti j", which no function starts with.
         */
        mov     w8, w0
        add     x9, x9, #NEXT
        ldr     x16, [x9, x8, lsl #3]
        br      x16

/*
 * Writes the siginfo_t, whole, to the pipe of its signal; counts it where that fails; and blocks
 * the claimed signals in the interrupted thread from its return on.
 *
 * The raw system call leaves the errno of the interrupted code alone. A record is smaller than
 * PIPE_BUF, so the pipe takes all of it or nothing. A negative descriptor ("no pipe") gives EBADF
 * and is counted like any other failure, which saves a branch.
 */
deliver:
        hint    #BTI_C
        mov     w10, w0                 /* svc changes x0 only: x9 to x12 survive it */
        mov     x12, x2
        adr     x9, DATA
        add     x11, x9, #FDS
        ldr     w0, [x11, x10, lsl #2]
        mov     x2, #RECORD
        mov     x8, #SYS_WRITE
        svc     #0
        cmp     x0, #RECORD
        b.eq    written
        add     x11, x9, #DROPPED
        add     x11, x11, x10, lsl #3
        /*
         * Threads on other processors, and a handler nested in this one, count here too. Neither
         * can be lost: another store, and also the exception return that starts or ends a nested
         * handler, makes stxr fail, and the loop counts again.
         */
count:
        ldxr    x13, [x11]
        add     x13, x13, #1
        stxr    w14, x13, [x11]
        cbnz    w14, count
written:
        /* The kernel takes the thread's mask from here when the handler returns. */
        ldr     x13, [x12, #UC_SIGMASK]
        ldr     x14, [x9, #MASK]
        orr     x13, x13, x14
        str     x13, [x12, #UC_SIGMASK]
        ret

/*
 * Sets the mask of the interrupted thread: adds the signals of BLOCK, then removes those not in
 * KEEP. Then answers with the thread's id and its previous mask, in the next slot of the table,
 * which is a ring: the count of answers is the index. The slot's sequence number is written last,
 * with release, and says that the rest of the slot is complete.
 *
 * The epoch is read first, with acquire. If an answer has the reader's own epoch, BLOCK and KEEP
 * were read after the reader had written them. An answer says that this thread has been here; the
 * mask is in force only once the kernel has taken it back.
 */
setUp:
        hint    #BTI_C
        adr     x9, DATA
        add     x11, x9, #EPOCH
        ldar    x15, [x11]
        ldr     x12, [x2, #UC_SIGMASK]
        ldr     x14, [x9, #BLOCK]
        orr     x13, x12, x14
        ldr     x14, [x9, #KEEP]
        and     x13, x13, x14
        str     x13, [x2, #UC_SIGMASK]
        mov     x8, #SYS_GETTID
        svc     #0
        add     x11, x9, #ACKS
acknowledge:
        ldxr    x13, [x11]
        add     x14, x13, #1
        stxr    w10, x14, [x11]
        cbnz    w10, acknowledge
        dmb     ishst                   /* the count shows that the slot is taken before it changes */
        and     x13, x13, #LAST_SLOT
        add     x11, x9, #ANSWERS
        add     x11, x11, x13, lsl #SLOT_SHIFT
        str     x0, [x11, #ANSWER_TID]
        str     x12, [x11, #ANSWER_MASK]
        str     x15, [x11, #ANSWER_EPOCH]
        stlr    x14, [x11]
        ret

/* Does nothing: where deliverOrPass passes a signal on that its sender will raise again. */
nothing:
        hint    #BTI_C
        ret

        .section .note.GNU-stack, "", %progbits
