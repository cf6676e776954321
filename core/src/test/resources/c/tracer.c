// Traces a process: sees its end before its parent does, and takes note of it only when told.
#include <stdio.h>
#include <stdlib.h>
#include <sys/ptrace.h>
#include <sys/wait.h>

int main(int argc, char **argv) {
  pid_t pid = atoi(argv[1]);
  siginfo_t info;
  setlinebuf(stdout);
  if (argc != 2 || ptrace(PTRACE_SEIZE, pid, 0, 0) != 0) {
    puts("not permitted");
    return 1;
  }
  puts("tracing");
  if (waitid(P_PID, pid, &info, WEXITED | WNOWAIT) != 0) {
    perror("waitid");
    return 1;
  }
  puts("ended");
  getchar();
  return waitid(P_PID, pid, &info, WEXITED) != 0;
}
