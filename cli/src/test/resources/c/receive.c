// Receives signals: receive COUNT PROCESSES. Blocks all signals, makes a process group of its own with
// so many processes, says "ready PID" for each, and then for each signal that one of them gets
// "PID: NUMBER CODE SENDER UID VALUE". Each process ends after COUNT signals.
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

int main(int argc, char **argv) {
    if (argc != 3) {
        return 2;
    }
    int count = atoi(argv[1]);
    int processes = atoi(argv[2]);
    sigset_t all;
    sigfillset(&all);
    sigprocmask(SIG_BLOCK, &all, NULL);
    setpgid(0, 0);
    int first = 1;
    while (--processes > 0 && first) {
        first = fork() != 0;
    }
    setvbuf(stdout, NULL, _IOLBF, BUFSIZ);
    printf("ready %d\n", getpid());
    while (count-- > 0) {
        siginfo_t info;
        if (sigwaitinfo(&all, &info) < 0) {
            perror("sigwaitinfo");
            return 1;
        }
        if (info.si_signo == SIGCHLD) {
            count++;
            continue;
        }
        printf("%d: %d %d %d %d %jd\n", getpid(), info.si_signo, info.si_code, info.si_pid, info.si_uid,
               info.si_code == SI_QUEUE ? (intmax_t)(intptr_t)info.si_value.sival_ptr : 0);
    }
    while (first && wait(NULL) > 0) {
    }
    return 0;
}
