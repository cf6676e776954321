/* tgkill PID TID SIGNAL COUNT: sends a signal to one thread so many times. At the limit of queued
 * signals it tries again until the receiver has made room. */
#include <errno.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

int main(int argc, char **argv)
{
    if (argc != 5)
        return 2;
    for (int count = atoi(argv[4]); count > 0; count--) {
        while (syscall(SYS_tgkill, atoi(argv[1]), atoi(argv[2]), atoi(argv[3])) != 0) {
            if (errno != EAGAIN) {
                perror("tgkill");
                return 1;
            }
            sched_yield();
        }
    }
    return 0;
}
