/* Queues COUNT signals to a process, trying again while its queue is full, and resting for a
 * millisecond after each BURST of them if that is given.
 *
 *   flood PID SIGNAL SENDER COUNT [BURST]
 *
 * The receiver's own limit is lowered first: its queue is full long before that of the user is, whose
 * other processes run tests meanwhile. Where nothing can be queued, a signal of kill(2) comes without
 * its details, and two of a real-time signal become one.
 *
 * Each carries the sender's number in the upper half of its value and a sequence number in the
 * lower. Prints how often the queue was full. */
#define _GNU_SOURCE
#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

/* More than a test leaves unread. */
static const rlim_t MOST = 30000;

static void leave_room(pid_t receiver) {
  struct rlimit limit;
  if (prlimit(receiver, RLIMIT_SIGPENDING, NULL, &limit) == 0 && limit.rlim_cur > MOST) {
    limit.rlim_cur = MOST;
    prlimit(receiver, RLIMIT_SIGPENDING, &limit, NULL);
  }
}

int main(int argc, char **argv) {
  if (argc != 5 && argc != 6) {
    return 2;
  }
  pid_t pid = atoi(argv[1]);
  int signal = atoi(argv[2]);
  uint64_t sender = strtoull(argv[3], NULL, 10);
  uint64_t count = strtoull(argv[4], NULL, 10);
  uint64_t burst = argc == 6 ? strtoull(argv[5], NULL, 10) : count;
  uint64_t full = 0;
  leave_room(pid);
  for (uint64_t i = 0; i < count; i++) {
    union sigval value = {.sival_ptr = (void *)(uintptr_t)(sender << 32 | i)};
    while (sigqueue(pid, signal, value) < 0) {
      if (errno != EAGAIN) {
        perror("sigqueue");
        return 1;
      }
      full++;
      sched_yield();
    }
    if (i % burst == burst - 1) {
      usleep(1000);
    }
  }
  printf("full %llu\n", (unsigned long long)full);
  return 0;
}
