// Counts TERM: blocks all signals, says "ready", and waits. At SIGRTMIN+1 it prints "terms COUNT" and
// ends with 7. A signal with a higher number is taken last, if several are pending.
#include <signal.h>
#include <stdio.h>

int main(void) {
    int terms = 0;
    sigset_t all;
    sigfillset(&all);
    sigprocmask(SIG_BLOCK, &all, NULL);
    printf("ready\n");
    fflush(stdout);
    while (1) {
        int number;
        sigwait(&all, &number);
        if (number == SIGTERM) {
            terms++;
        } else if (number == SIGRTMIN + 1) {
            printf("terms %d\n", terms);
            return 7;
        }
    }
}
