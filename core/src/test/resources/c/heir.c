/* heir FILE: says "ready", answers each USR1 with "alive", and ends at any other signal, whose number
 * it writes into FILE. */
#include <signal.h>
#include <stdio.h>

int main(int argc, char **argv) {
    sigset_t set;
    int signal;
    if (argc != 2) {
        return 2;
    }
    sigfillset(&set);
    sigprocmask(SIG_BLOCK, &set, NULL);
    puts("ready");
    fflush(stdout);
    while (sigwait(&set, &signal) == 0) {
        if (signal == SIGUSR1) {
            puts("alive");
            fflush(stdout);
            continue;
        }
        FILE *file = fopen(argv[1], "w");
        if (!file) {
            return 1;
        }
        fprintf(file, "%d\n", signal);
        return fclose(file) == 0 ? 0 : 1;
    }
    return 1;
}
