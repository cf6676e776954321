/* What a C program has to do with signals and time:
 *
 *   waker storm PID SIGNAL   sends a signal over and over until its input ends, and prints how often
 *   waker alarm              prints how long its alarm clock has to run
 */
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int storm(pid_t pid, int signal) {
    struct pollfd input = {0, POLLIN, 0};
    long sent = 0;
    while (poll(&input, 1, 0) == 0) {
        if (kill(pid, signal) < 0) {
            return -1;
        }
        if (++sent == 1) {
            puts("blowing");
            fflush(stdout);
        }
    }
    return printf("sent %ld\n", sent);
}

int main(int argc, char **argv) {
    int result = -1;
    if (argc == 4 && strcmp(argv[1], "storm") == 0) {
        result = storm(atoi(argv[2]), atoi(argv[3]));
    } else if (argc == 2 && strcmp(argv[1], "alarm") == 0) {
        result = printf("%u\n", alarm(0));
    }
    if (result < 0) {
        perror("waker");
        return 1;
    }
    return 0;
}
