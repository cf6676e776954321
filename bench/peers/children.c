/*
 * Child processes and what goes between them and their parent.
 *
 *   children         obeys lines; each is answered with nanoseconds
 *     spawn COUNT WIDTH   starts COUNT children, WIDTH at a time, and waits for them
 *     pipe BYTES SIZE     sends so many bytes through cat and back, by pipes that hold so many, 0 for the usual
 *     pong COUNT CPU      sends a byte to a child on that CPU and waits for it to come back: COUNT answers
 *   children WHO        WHO, "parent" or "both", asks again without waiting, for up to 50 us, before it sleeps in a pong
 *   children echo CPU [both]   the child of a pong: sends back what comes from descriptor 3
 */
#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <spawn.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>

#include "board.h"
#include "spin.h"

extern char **environ;

enum { BLOCK = 65536, MOST = 64 };

static pid_t start(char **command, posix_spawn_file_actions_t *actions) {
  pid_t pid;
  int error = posix_spawn(&pid, command[0], actions, NULL, command, environ);
  if (error != 0) {
    fprintf(stderr, "%s: %s\n", command[0], strerror(error));
    exit(1);
  }
  return pid;
}

static void await(pid_t pid) {
  int status;
  if (waitpid(pid, &status, 0) != pid || status != 0) die("waitpid");
}

static int64_t spawn(long count, long width) {
  char *command[] = {"/bin/true", NULL};
  pid_t pids[MOST];
  int64_t begin = now();
  for (long i = 0; i < count; i += width) {
    for (long k = 0; k < width; k++) pids[k] = start(command, NULL);
    for (long k = 0; k < width; k++) await(pids[k]);
  }
  return now() - begin;
}

struct writing {
  int fd;
  long bytes;
};

static void *write_all(void *argument) {
  struct writing *writing = argument;
  static char block[BLOCK];
  memset(block, 'x', sizeof block); /* else all of it is the kernel's one page of zeros */
  while (writing->bytes > 0) {
    long size = writing->bytes < BLOCK ? writing->bytes : BLOCK;
    ssize_t written = write(writing->fd, block, size);
    if (written < 0) die("write");
    writing->bytes -= written;
  }
  close(writing->fd);
  return NULL;
}

static void open_pipe(int ends[2], long size) {
  if (pipe2(ends, O_CLOEXEC) != 0) die("pipe2");
  if (size > 0 && fcntl(ends[0], F_SETPIPE_SZ, (int)size) < 0) die("F_SETPIPE_SZ");
}

static int64_t pipe_through_cat(long bytes, long size) {
  static char block[BLOCK];
  int in[2];
  int out[2];
  open_pipe(in, size);
  open_pipe(out, size);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, in[0], 0);
  posix_spawn_file_actions_adddup2(&actions, out[1], 1);
  char *command[] = {"/bin/cat", NULL};
  pid_t pid = start(command, &actions);
  posix_spawn_file_actions_destroy(&actions);
  close(in[0]);
  close(out[1]);
  int64_t begin = now();
  struct writing writing = {in[1], bytes};
  pthread_t writer;
  if (pthread_create(&writer, NULL, write_all, &writing) != 0) die("pthread_create");
  long left = bytes;
  ssize_t count;
  while ((count = read(out[0], block, sizeof block)) > 0) left -= count;
  int64_t time = now() - begin;
  if (left != 0) {
    fprintf(stderr, "%ld bytes are missing\n", left);
    exit(1);
  }
  pthread_join(writer, NULL);
  close(out[0]);
  await(pid);
  return time;
}

/* Waits in read(2), which sleeps; one that spins asks without waiting first. */
static ssize_t receive(int fd, char *byte, int spins) {
  for (int64_t begin = spins ? now() : 0; spins && now() - begin < MOMENT;) {
    relax();
    ssize_t count = recv(fd, byte, 1, MSG_DONTWAIT);
    if (count >= 0 || errno != EAGAIN) return count;
  }
  return read(fd, byte, 1);
}

static void echo(int cpu, int spins) {
  cpu_set_t set;
  CPU_ZERO(&set);
  CPU_SET(cpu, &set);
  if (sched_setaffinity(0, sizeof set, &set) != 0) die("sched_setaffinity");
  char byte;
  while (receive(3, &byte, spins) == 1) {
    if (write(3, &byte, 1) != 1) die("write");
  }
  exit(0);
}

static void pong(char *self, const char *who, long count, long cpu) {
  int both = strcmp(who, "both") == 0;
  int spins = both || strcmp(who, "parent") == 0;
  int pair[2];
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0) die("socketpair");
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, pair[1], 3);
  char number[16];
  snprintf(number, sizeof number, "%ld", cpu);
  char *command[] = {self, "echo", number, both ? "both" : NULL, NULL};
  pid_t pid = start(command, &actions);
  posix_spawn_file_actions_destroy(&actions);
  close(pair[1]);
  char byte = 'x';
  for (long i = 0; i < count; i++) {
    int64_t begin = now();
    if (write(pair[0], &byte, 1) != 1 || receive(pair[0], &byte, spins) != 1) die("pong");
    printf("%ld ", (long)(now() - begin));
  }
  close(pair[0]);
  await(pid);
}

int main(int argc, char **argv) {
  if (argc >= 3 && strcmp(argv[1], "echo") == 0) echo(atoi(argv[2]), argc > 3);
  printf("ready %d\n", getpid());
  fflush(stdout);
  char operation[16];
  long count;
  long width;
  while (scanf("%15s %ld %ld", operation, &count, &width) == 3) {
    if (operation[0] == 's') {
      printf("%ld", (long)spawn(count, width));
    } else if (strcmp(operation, "pipe") == 0) {
      printf("%ld", (long)pipe_through_cat(count, width));
    } else {
      pong(argv[0], argc > 1 ? argv[1] : "", count, width);
    }
    printf("\n");
    fflush(stdout);
  }
  return 0;
}
