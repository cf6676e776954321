/*
 * Keeps a CPU busy until its input ends.
 *
 *   spin         wants as much of the CPUs as any process
 *   spin CPU     keeps that CPU from falling asleep, and gives it up at once to whoever wants it
 */
#include <pthread.h>
#include <sched.h>

#include "board.h"

static void *spin(void *unused) {
  for (volatile long i = 0;; i++) {
  }
  return unused;
}

static void only_when_idle(int cpu) {
  struct sched_param none = {0};
  if (sched_setscheduler(0, SCHED_IDLE, &none) != 0) die("sched_setscheduler");
  cpu_set_t set;
  CPU_ZERO(&set);
  CPU_SET(cpu, &set);
  if (sched_setaffinity(0, sizeof set, &set) != 0) die("sched_setaffinity");
}

int main(int argc, char **argv) {
  if (argc > 1) only_when_idle(atoi(argv[1]));
  pthread_t thread;
  if (pthread_create(&thread, NULL, spin, NULL) != 0) die("pthread_create");
  printf("ready %d\n", getpid());
  fflush(stdout);
  while (getchar() != EOF) {
  }
  return 0;
}
