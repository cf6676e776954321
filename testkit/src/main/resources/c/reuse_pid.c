/* reuse PID COMMAND ARGUMENT...: runs a command as a new process whose id is PID, as happens by
 * itself when the kernel's count of ids has gone round. Needs CAP_SYS_ADMIN. */
#include <linux/sched.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

int main(int argc, char **argv) {
    (void)argc;
    pid_t wanted = atoi(argv[1]);
    struct clone_args how;
    memset(&how, 0, sizeof how);
    how.exit_signal = SIGCHLD;
    how.set_tid = (uint64_t)(uintptr_t)&wanted;
    how.set_tid_size = 1;
    long made = syscall(SYS_clone3, &how, sizeof how);
    if (made < 0) {
        perror("clone3");
        return 77;
    }
    if (made == 0) {
        execvp(argv[2], argv + 2);
        perror(argv[2]);
        _exit(1);
    }
    int status;
    waitpid((pid_t)made, &status, 0);
    return WEXITSTATUS(status);
}
