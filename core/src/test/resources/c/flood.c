/* Queues COUNT signals to a process, trying again while its queue is full.
 *
 *   flood PID SIGNAL SENDER COUNT
 *
 * Each carries the sender's number in the upper half of its value and a sequence number in the
 * lower. Prints how often the queue was full. */
#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int main(int argc, char **argv) {
  if (argc != 5) {
    return 2;
  }
  pid_t pid = atoi(argv[1]);
  int signal = atoi(argv[2]);
  uint64_t sender = strtoull(argv[3], NULL, 10);
  uint64_t count = strtoull(argv[4], NULL, 10);
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
  }
  printf("full %llu\n", (unsigned long long)full);
  return 0;
}
