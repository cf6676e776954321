/* Sends one signal at a time: the next only after the reader has noted the last. */
#ifndef PACE_H
#define PACE_H

#include <sched.h>
#include <signal.h>

#include "board.h"

/* With a pause the sender sleeps after each signal, long enough for the reader to sleep again too.
   With a negative one it keeps its CPU busy meanwhile. Without one it gives way until the signal has arrived. */
static inline void rest(int64_t pause) {
  if (pause > 0) {
    nap(pause);
  } else if (pause < 0) {
    for (int64_t end = now() - pause; now() < end;) {
    }
  } else {
    sched_yield();
  }
}

static inline void pace(struct board *board, pid_t pid, int sig, long count, int64_t pause) {
  for (long i = 0; i < count; i++) {
    int64_t n = board_arrivals(board);
    int64_t sent = now();
    if (kill(pid, sig) != 0) die("kill");
    board->sent[n % SLOTS] = sent;
    rest(pause);
    for (int late = 0; board_arrivals(board) == n; late++) {
      if (now() - sent > INT64_C(5000000000)) {
        fprintf(stderr, "signal %ld of %ld did not arrive within 5 s\n", i + 1, count);
        exit(1);
      }
      rest(pause);
      if (late == 0) rest(pause);
    }
  }
}

#endif
