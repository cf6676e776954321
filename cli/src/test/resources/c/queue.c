// Queues signals: queue PID SIGNAL FIRST COUNT. The values count up from FIRST. Where the receiver's
// user has as many queued as allowed, it tries again a little later. Prints the nanoseconds it took.
#include <errno.h>
#include <inttypes.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

static int64_t now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * INT64_C(1000000000) + time.tv_nsec;
}

int main(int argc, char **argv) {
    if (argc != 5) {
        return 2;
    }
    pid_t pid = atoi(argv[1]);
    int signal = atoi(argv[2]);
    intptr_t first = atol(argv[3]);
    intptr_t count = atol(argv[4]);
    int64_t start = now();
    for (intptr_t value = first; value < first + count; value++) {
        union sigval with = {.sival_ptr = (void *)value};
        while (sigqueue(pid, signal, with) != 0) {
            if (errno != EAGAIN) {
                perror("sigqueue");
                return 1;
            }
            usleep(1000); // leaves the processor to the receiver
        }
    }
    printf("%" PRId64 "\n", now() - start);
    return 0;
}
