/*
 * Takes floods of one real-time signal from a signalfd, 64 records a read(2).
 *
 *   flooded SIG   for each line "COUNT": answers "go", reads, and answers
 *                 "END_NS RECEIVED REORDERED READS"
 */
#include <signal.h>
#include <sys/signalfd.h>

#include "board.h"

enum { BATCH = 64, PATIENCE_SECONDS = 30 };

static void on_alarm(int sig) { (void)sig; }

static void take(int fd, long count) {
  static struct signalfd_siginfo infos[BATCH];
  long received = 0;
  long reordered = 0;
  long reads = 0;
  int64_t last = -1;
  alarm(PATIENCE_SECONDS);
  while (received < count) {
    ssize_t bytes = read(fd, infos, sizeof infos);
    if (bytes <= 0) break; /* SIGALRM: the rest does not come */
    reads++;
    for (size_t i = 0; i < bytes / sizeof infos[0]; i++) {
      int64_t value = (int64_t)infos[i].ssi_ptr;
      reordered += value < last;
      last = value;
      received++;
    }
  }
  int64_t end = now();
  alarm(0);
  printf("%ld %ld %ld %ld\n", (long)end, received, reordered, reads);
  fflush(stdout);
}

int main(int argc, char **argv) {
  if (argc != 2) {
    fputs("usage: flooded SIG\n", stderr);
    return 2;
  }
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, atoi(argv[1]));
  sigprocmask(SIG_BLOCK, &set, NULL);
  struct sigaction action = {.sa_handler = on_alarm}; /* no SA_RESTART: it is to end the read */
  sigaction(SIGALRM, &action, NULL);
  int fd = signalfd(-1, &set, SFD_CLOEXEC);
  if (fd < 0) die("signalfd");
  printf("ready %d\n", getpid());
  fflush(stdout);
  long count;
  while (scanf("%ld", &count) == 1) {
    puts("go");
    fflush(stdout);
    take(fd, count);
  }
  return 0;
}
