/* storm SIGNAL COUNT PID: queues the signal COUNT times, with values 0 to COUNT - 1. At the limit
 * of queued signals it tries again until the receiver has made room. */
#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

int main(int argc, char **argv)
{
    if (argc != 4)
        return 2;
    int count = atoi(argv[2]);
    for (int i = 0; i < count; i++) {
        union sigval value = {.sival_int = i};
        while (sigqueue(atoi(argv[3]), atoi(argv[1]), value) != 0) {
            if (errno != EAGAIN) {
                perror("sigqueue");
                return 1;
            }
            sched_yield();
        }
    }
    return 0;
}
