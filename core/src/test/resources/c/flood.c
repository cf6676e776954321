/* Queues COUNT signals to a process, trying again while its queue is full, and resting for a
 * millisecond after each BURST of them if that is given.
 *
 *   flood PID SIGNAL SENDER COUNT [BURST]
 *
 * Each carries the sender's number in the upper half of its value and a sequence number in the
 * lower. Prints how often the queue was full. */
#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

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
