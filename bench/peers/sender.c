/*
 * The sender that all readers have in common.
 *
 *   sender pace BOARD PID SIG COUNT PAUSE_NS   one kill(2) at a time; prints the nanoseconds that the process
 *                                              PID was on a CPU meanwhile
 *   sender flood PID SIG COUNT                 sigqueue(3) as fast as it goes, the value is the index;
 *                                              prints when it began, and how often it was told EAGAIN
 */
#include <errno.h>
#include <string.h>

#include "pace.h"

static void flood(pid_t pid, int sig, long count) {
  long refused = 0;
  int64_t start = now();
  for (long i = 0; i < count;) {
    if (sigqueue(pid, sig, (union sigval){.sival_ptr = (void *)i}) == 0) {
      i++;
    } else if (errno == EAGAIN) {
      refused++;
      sched_yield();
    } else {
      die("sigqueue");
    }
  }
  printf("%ld %ld\n", (long)start, refused);
}

static int64_t on_cpu(pid_t pid) {
  clockid_t clock;
  struct timespec time;
  if (clock_getcpuclockid(pid, &clock) != 0 || clock_gettime(clock, &time) != 0) die("CPU clock");
  return time.tv_sec * INT64_C(1000000000) + time.tv_nsec;
}

int main(int argc, char **argv) {
  if (argc == 7 && strcmp(argv[1], "pace") == 0) {
    struct board *board = board_open(argv[2]);
    int64_t begin = on_cpu(atoi(argv[3]));
    pace(board, atoi(argv[3]), atoi(argv[4]), atol(argv[5]), atol(argv[6]));
    printf("%ld\n", (long)(on_cpu(atoi(argv[3])) - begin));
  } else if (argc == 5 && strcmp(argv[1], "flood") == 0) {
    flood(atoi(argv[2]), atoi(argv[3]), atol(argv[4]));
  } else {
    fputs("usage: sender pace BOARD PID SIG COUNT PAUSE_NS | flood PID SIG COUNT\n", stderr);
    return 2;
  }
  return 0;
}
