/* A reader that asks again for a moment before it sleeps. */
#ifndef SPIN_H
#define SPIN_H

#include "board.h"

/* As long as this library's readers look. */
enum { MOMENT = 50000 };

/* To be called between two questions. */
static inline void relax(void) {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __asm__ volatile("isb");
#endif
}

#endif
