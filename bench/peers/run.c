/*
 * What a command takes, in a parent too small to be seen in its memory.
 *
 *   run PROGRAM [ARGUMENT...]   prints the nanoseconds from its start to its end, those on a CPU, of its
 *                               children too, and the KiB that were resident at most; its output goes nowhere
 */
#include <spawn.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include "board.h"

extern char **environ;

static int64_t nanos(struct timeval time) {
  return time.tv_sec * INT64_C(1000000000) + time.tv_usec * INT64_C(1000);
}

int main(int argc, char **argv) {
  if (argc < 2) {
    fputs("usage: run PROGRAM [ARGUMENT...]\n", stderr);
    return 2;
  }
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
  posix_spawn_file_actions_adddup2(&actions, 1, 2);
  pid_t pid;
  int64_t begin = now();
  int error = posix_spawn(&pid, argv[1], &actions, NULL, argv + 1, environ);
  if (error != 0) {
    fprintf(stderr, "%s: %s\n", argv[1], strerror(error));
    return 1;
  }
  int status;
  struct rusage usage;
  if (wait4(pid, &status, 0, &usage) != pid) die("wait4");
  int64_t time = now() - begin;
  if (status != 0) {
    fprintf(stderr, "%s ended with status %d\n", argv[1], status);
    return 1;
  }
  int64_t cpu = nanos(usage.ru_utime) + nanos(usage.ru_stime);
  printf("%ld %ld %ld\n", (long)time, (long)cpu, usage.ru_maxrss);
  return 0;
}
