/* witness COMMAND...: runs the command as a child in a process group of its own and says on standard
 * output what wait(2) reports of it, word for word: "pid 17", "stopped 20", "continued",
 * "killed 10", "exited 0". */
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

int main(int argc, char **argv)
{
    pid_t child = fork();
    if (child < 0 || argc < 2)
        return 2;
    if (child == 0) {
        setpgid(0, 0);
        execvp(argv[1], argv + 1);
        perror(argv[1]);
        _exit(127);
    }
    setvbuf(stdout, NULL, _IOLBF, 0);
    printf("pid %d\n", child);
    for (;;) {
        int status;
        if (waitpid(child, &status, WUNTRACED | WCONTINUED) != child)
            return 2;
        if (WIFSTOPPED(status)) {
            printf("stopped %d\n", WSTOPSIG(status));
        } else if (WIFCONTINUED(status)) {
            printf("continued\n");
        } else if (WIFSIGNALED(status)) {
            printf("killed %d\n", WTERMSIG(status));
            return 0;
        } else {
            printf("exited %d\n", WEXITSTATUS(status));
            return 0;
        }
    }
}
