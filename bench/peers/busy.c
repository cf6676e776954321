/* Keeps a CPU busy until its input ends. */
#include <pthread.h>

#include "board.h"

static void *hold(void *unused) {
  for (volatile long i = 0;; i++) {
  }
  return unused;
}

int main(void) {
  pthread_t thread;
  if (pthread_create(&thread, NULL, hold, NULL) != 0) die("pthread_create");
  printf("ready %d\n", getpid());
  fflush(stdout);
  while (getchar() != EOF) {
  }
  return 0;
}
