/*
 * A C function that makes a system call, for aarch64:
 *
 *     long system_call(long number, long a, long b, long c, long d, long e, long f)
 *
 * It returns what the kernel returns: a result, or -errno. Nothing else of the C library's wrapper
 * is here, so the thread's errno stays as it is.
 *
 * This file is what the bytes in SystemCallCode.java are made from; SystemCallCodeTest assembles
 * it and compares. After a change here, print the new listing with
 *
 *     aarch64-linux-gnu-as -aln system_call_aarch64.S -o /dev/null
 */
        .arch   armv8-a
        .text

        .set BTI_C, 34                  /* "bti c" by its hint number: no assembler refuses that */

/*
 * C passes all seven arguments in x0 to x6. The kernel takes the number in x8 and six arguments in
 * x0 to x5, and changes x0 only. "bti c": the VM comes here by an indirect call, and in a page
 * mapped with PROT_BTI such a call must land on it.
 */
systemCall:
        hint    #BTI_C
        mov     x8, x0
        mov     x0, x1
        mov     x1, x2
        mov     x2, x3
        mov     x3, x4
        mov     x4, x5
        mov     x5, x6
        svc     #0
        ret

        .section .note.GNU-stack, "", %progbits
