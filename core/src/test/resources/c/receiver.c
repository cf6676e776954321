/* Receives signals with the raw system call, one for each line "next" or "poll" on standard input.
 *
 * Every signal is blocked from the first moment, so what was sent stays pending until it is asked
 * for, and "poll" answers "nothing" only if nothing is pending at all.
 */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static const long KERNEL_SET_SIZE = 8;

static int receive(siginfo_t *info, int seconds) {
    sigset_t all;
    sigfillset(&all);
    struct timespec limit = {seconds, 0};
    memset(info, 0, sizeof *info);
    /* Not sigtimedwait(3): that reports SI_TKILL as SI_USER. */
    return (int)syscall(SYS_rt_sigtimedwait, &all, info, &limit, KERNEL_SET_SIZE);
}

static void tell(int seconds) {
    siginfo_t info;
    if (receive(&info, seconds) < 0) {
        printf("%s\n", errno == EAGAIN ? "nothing" : strerror(errno));
        return;
    }
    printf("signal %d code %d pid %d uid %d value %lx\n", info.si_signo, info.si_code,
           (int)info.si_pid, (int)info.si_uid, (unsigned long)info.si_value.sival_ptr);
}

/* Takes so many signals, whose values must go up from first by one. */
static void sequence(long count, long first) {
    for (long i = 0; i < count; i++) {
        siginfo_t info;
        if (receive(&info, 20) < 0) {
            printf("only %ld of %ld\n", i, count);
            return;
        }
        if (info.si_code != SI_QUEUE || (long)info.si_value.sival_ptr != first + i) {
            printf("%ld instead of %ld\n", (long)info.si_value.sival_ptr, first + i);
            return;
        }
    }
    printf("%ld in order\n", count);
}

int main(void) {
    sigset_t all;
    sigfillset(&all);
    sigprocmask(SIG_BLOCK, &all, NULL);
    setvbuf(stdout, NULL, _IOLBF, 0);
    printf("ready\n");
    char line[128];
    long count, first;
    while (fgets(line, sizeof line, stdin)) {
        if (sscanf(line, "sequence %ld %ld", &count, &first) == 2) {
            sequence(count, first);
        } else {
            tell(strcmp(line, "next\n") == 0 ? 20 : 0);
        }
    }
    return 0;
}
