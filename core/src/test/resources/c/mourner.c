/* mourner: gets HUP, and ends, when the thread that started it ends. Says "alive" to each USR1. */
#include <signal.h>
#include <stdio.h>
#include <sys/prctl.h>

int main(void) {
    sigset_t set;
    int signal;
    sigemptyset(&set);
    sigaddset(&set, SIGUSR1);
    sigprocmask(SIG_BLOCK, &set, NULL);
    prctl(PR_SET_PDEATHSIG, SIGHUP);
    puts("ready");
    fflush(stdout);
    while (sigwait(&set, &signal) == 0) {
        puts("alive");
        fflush(stdout);
    }
    return 1;
}
