/* Memory that a sender, a reader and the program that compares them share: a file that all map. */
#ifndef BOARD_H
#define BOARD_H

#include <fcntl.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

enum { SLOTS = 65536 };

/* The n-th signal has slot n % SLOTS in both tables. Times are CLOCK_MONOTONIC in nanoseconds. */
struct board {
  _Atomic int64_t arrivals;
  char page[4096 - sizeof(int64_t)];
  int64_t sent[SLOTS];
  int64_t arrived[SLOTS];
};

static inline _Noreturn void die(const char *what) {
  perror(what);
  exit(1);
}

static inline int64_t now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * INT64_C(1000000000) + t.tv_nsec;
}

static inline void nap(int64_t nanos) {
  struct timespec t = {nanos / 1000000000, nanos % 1000000000};
  nanosleep(&t, NULL);
}

static inline struct board *board_open(const char *path) {
  int fd = open(path, O_RDWR | O_CLOEXEC);
  if (fd < 0) die(path);
  struct board *board =
      mmap(NULL, sizeof *board, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_POPULATE, fd, 0);
  if (board == MAP_FAILED) die("mmap");
  close(fd);
  return board;
}

static inline int64_t board_arrivals(struct board *board) {
  return atomic_load_explicit(&board->arrivals, memory_order_acquire);
}

/* Only ever called by the one reader of this board. */
static inline void board_arrive(struct board *board, int64_t time) {
  int64_t n = atomic_load_explicit(&board->arrivals, memory_order_relaxed);
  board->arrived[n % SLOTS] = time;
  atomic_store_explicit(&board->arrivals, n + 1, memory_order_release);
}

#endif
