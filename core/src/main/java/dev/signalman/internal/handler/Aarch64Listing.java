package dev.signalman.internal.handler;

/// The signal handlers for aarch64: the bytes of `aarch64.S`, a file next to this one, which
/// explains them.
final class Aarch64Listing {

  static final String TEXT =
      """
      deliverOrPass:
        5f 24 03 d5 | hint #BTI_C
        28 08 40 b9 | ldr w8, [x1, #SI_CODE]
        1f 19 00 31 | cmp w8, #SI_TKILL
        41 01 00 54 | b.ne deliver
        89 ff 07 10 | adr x9, DATA
        28 29 40 b9 | ldr w8, [x9, #PID]
        2a 10 40 b9 | ldr w10, [x1, #SI_PID]
        1f 01 0a 6b | cmp w8, w10
        a1 00 00 54 | b.ne deliver
        e8 03 00 2a | mov w8, w0
        29 01 18 91 | add x9, x9, #NEXT
        30 79 68 f8 | ldr x16, [x9, x8, lsl #3]
        00 02 1f d6 | br x16
      deliver:
        5f 24 03 d5 | hint #BTI_C
        ea 03 00 2a | mov w10, w0
        ec 03 02 aa | mov x12, x2
        09 fe 07 10 | adr x9, DATA
        2b 01 04 91 | add x11, x9, #FDS
        60 79 6a b8 | ldr w0, [x11, x10, lsl #2]
        02 10 80 d2 | mov x2, #RECORD
        08 08 80 d2 | mov x8, #SYS_WRITE
        01 00 00 d4 | svc #0
        1f 00 02 f1 | cmp x0, #RECORD
        e0 00 00 54 | b.eq written
        2b 01 0c 91 | add x11, x9, #DROPPED
        6b 0d 0a 8b | add x11, x11, x10, lsl #3
      count:
        6d 7d 5f c8 | ldxr x13, [x11]
        ad 05 00 91 | add x13, x13, #1
        6d 7d 0e c8 | stxr w14, x13, [x11]
        ae ff ff 35 | cbnz w14, count
      written:
        8d 15 40 f9 | ldr x13, [x12, #UC_SIGMASK]
        2e 01 40 f9 | ldr x14, [x9, #MASK]
        ad 01 0e aa | orr x13, x13, x14
        8d 15 00 f9 | str x13, [x12, #UC_SIGMASK]
        c0 03 5f d6 | ret
      setUp:
        5f 24 03 d5 | hint #BTI_C
        89 fb 07 10 | adr x9, DATA
        2b 81 00 91 | add x11, x9, #EPOCH
        6f fd df c8 | ldar x15, [x11]
        4c 14 40 f9 | ldr x12, [x2, #UC_SIGMASK]
        2e 05 40 f9 | ldr x14, [x9, #BLOCK]
        8d 01 0e aa | orr x13, x12, x14
        2e 09 40 f9 | ldr x14, [x9, #KEEP]
        ad 01 0e 8a | and x13, x13, x14
        4d 14 00 f9 | str x13, [x2, #UC_SIGMASK]
        48 16 80 d2 | mov x8, #SYS_GETTID
        01 00 00 d4 | svc #0
        2b 61 00 91 | add x11, x9, #ACKS
      acknowledge:
        6d 7d 5f c8 | ldxr x13, [x11]
        ae 05 00 91 | add x14, x13, #1
        6e 7d 0a c8 | stxr w10, x14, [x11]
        aa ff ff 35 | cbnz w10, acknowledge
        bf 3a 03 d5 | dmb ishst
        ad 2d 40 92 | and x13, x13, #LAST_SLOT
        2b 05 40 91 | add x11, x9, #ANSWERS
        6b 15 0d 8b | add x11, x11, x13, lsl #SLOT_SHIFT
        60 05 00 f9 | str x0, [x11, #ANSWER_TID]
        6c 09 00 f9 | str x12, [x11, #ANSWER_MASK]
        6f 0d 00 f9 | str x15, [x11, #ANSWER_EPOCH]
        6e fd 9f c8 | stlr x14, [x11]
        c0 03 5f d6 | ret
      nothing:
        5f 24 03 d5 | hint #BTI_C
        c0 03 5f d6 | ret
      """;

  private Aarch64Listing() {}
}
