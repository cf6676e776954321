/*
 * What a system call that sends costs its caller.
 *
 *   cost PID OTHER SIG   for each line "OPERATION COUNT": answers how many nanoseconds COUNT calls took
 *
 * Both processes ignore SIG, so that nothing is counted but the sending. A descriptor is held of OTHER
 * alone: it would make opening another one of the same process cheaper.
 */
#include <signal.h>
#include <string.h>
#include <sys/syscall.h>

#include "board.h"

static pid_t pid;
static int sig;
static int held;

static int open_send_close(void) {
  int fd = syscall(SYS_pidfd_open, pid, 0);
  int result = syscall(SYS_pidfd_send_signal, fd, sig, NULL, 0);
  close(fd);
  return result;
}

static int once(const char *operation, long i) {
  switch (operation[0]) {
    case 'k':
      return kill(pid, sig);
    case 'p':
      return open_send_close();
    case 'h':
      return syscall(SYS_pidfd_send_signal, held, sig, NULL, 0);
    default:
      return sigqueue(pid, sig, (union sigval){.sival_ptr = (void *)i});
  }
}

int main(int argc, char **argv) {
  if (argc != 4) {
    fputs("usage: cost PID OTHER SIG\n", stderr);
    return 2;
  }
  pid = atoi(argv[1]);
  sig = atoi(argv[3]);
  held = syscall(SYS_pidfd_open, atoi(argv[2]), 0);
  if (held < 0) die("pidfd_open");
  printf("ready %d\n", getpid());
  fflush(stdout);
  char operation[16];
  long count;
  while (scanf("%15s %ld", operation, &count) == 2) {
    int64_t start = now();
    for (long i = 0; i < count; i++) {
      if (once(operation, i) != 0) die(operation);
    }
    printf("%ld\n", (long)(now() - start));
    fflush(stdout);
  }
  return 0;
}
