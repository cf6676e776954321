/* A library for LD_PRELOAD: gives the process a POSIX timer before its own code begins, which sends
 * signal SIGRTMIN+8 with the value 777 every millisecond.
 *
 * Every program that it is loaded into gets one: timers do not survive exec.
 */
#include <signal.h>
#include <string.h>
#include <time.h>

__attribute__((constructor)) static void begin(void) {
    struct sigevent event;
    memset(&event, 0, sizeof event);
    event.sigev_notify = SIGEV_SIGNAL;
    event.sigev_signo = SIGRTMIN + 8;
    event.sigev_value.sival_int = 777;
    timer_t timer;
    timer_create(CLOCK_MONOTONIC, &event, &timer);
    struct itimerspec often = {{0, 1000000}, {0, 1000000}};
    timer_settime(timer, 0, &often, NULL);
}
