/*
 * An agent of the VM that behaves like a sampling profiler: a timer of CPU time interrupts whichever
 * thread runs, every millisecond, and the handler takes its time. It lets all other signals in.
 */
#define _GNU_SOURCE
#include <signal.h>
#include <string.h>
#include <sys/time.h>
#include <time.h>

static long nanoseconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000000000L + now.tv_nsec;
}

static void sample(int signal, siginfo_t *info, void *context) {
    (void)signal;
    (void)info;
    (void)context;
    long end = nanoseconds() + 50000;
    while (nanoseconds() < end) {
    }
}

int Agent_OnLoad(void *vm, char *options, void *reserved) {
    (void)vm;
    (void)options;
    (void)reserved;
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_sigaction = sample;
    action.sa_flags = SA_SIGINFO | SA_RESTART | SA_ONSTACK;
    sigaction(SIGPROF, &action, NULL);
    struct itimerval every = {{0, 1000}, {0, 1000}};
    return setitimer(ITIMER_PROF, &every, NULL);
}
