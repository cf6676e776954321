/*
 * A small program from its start to its end.
 *
 *   start handler   installs a signal handler
 *   start child     starts true and waits for it
 */
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/wait.h>

#include "board.h"

extern char **environ;

static void got(int sig) {
  (void)sig;
}

static void handle(void) {
  struct sigaction action = {.sa_handler = got};
  if (sigaction(SIGUSR1, &action, NULL) != 0) die("sigaction");
}

static void spawn(void) {
  char *command[] = {"/bin/true", NULL};
  pid_t pid;
  int status;
  if (posix_spawn(&pid, command[0], NULL, NULL, command, environ) != 0) die("posix_spawn");
  if (waitpid(pid, &status, 0) != pid || status != 0) die("waitpid");
}

int main(int argc, char **argv) {
  if (argc != 2) {
    fputs("usage: start handler|child\n", stderr);
    return 2;
  }
  if (strcmp(argv[1], "handler") == 0) {
    handle();
  } else {
    spawn();
  }
  puts("ready");
  return 0;
}
