/* worker: a child of a manager. From each USR1 on it sends ALRM to its parent, every 2 ms, until it
 * is answered with USR2, which it acknowledges with SIGRTMIN+2. QUIT ends it. */
#include <signal.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

int main(void) {
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGUSR1);
    sigaddset(&set, SIGUSR2);
    sigaddset(&set, SIGQUIT);
    sigprocmask(SIG_BLOCK, &set, NULL);
    puts("ready");
    fflush(stdout);
    int calling = 0;
    while (1) {
        struct timespec pause = {calling ? 0 : 60, 2000000};
        switch (sigtimedwait(&set, NULL, &pause)) {
        case SIGUSR1:
            calling = 1;
            break;
        case SIGUSR2:
            if (calling) {
                calling = 0;
                kill(getppid(), SIGRTMIN + 2);
            }
            break;
        case SIGQUIT:
            return 0;
        }
        if (calling) {
            kill(getppid(), SIGALRM);
        }
    }
}
