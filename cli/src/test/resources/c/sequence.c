// Takes queued signals: sequence COUNT. Blocks all signals, says "ready PID", waits for a line on its
// input, and then takes COUNT signals, whose values must count up from 0: "COUNT in order".
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

int main(int argc, char **argv) {
    if (argc != 2) {
        return 2;
    }
    long count = atol(argv[1]);
    char line[16];
    sigset_t all;
    sigfillset(&all);
    sigprocmask(SIG_BLOCK, &all, NULL);
    printf("ready %d\n", getpid());
    fflush(stdout);
    if (!fgets(line, sizeof line, stdin)) {
        return 3;
    }
    for (long i = 0; i < count; i++) {
        siginfo_t info;
        if (sigwaitinfo(&all, &info) < 0) {
            perror("sigwaitinfo");
            return 1;
        }
        if (info.si_code != SI_QUEUE || (intptr_t)info.si_value.sival_ptr != i) {
            printf("signal %d code %d value %jd instead of %ld\n", info.si_signo, info.si_code,
                   (intmax_t)(intptr_t)info.si_value.sival_ptr, i);
            return 1;
        }
    }
    printf("%ld in order\n", count);
    return 0;
}
