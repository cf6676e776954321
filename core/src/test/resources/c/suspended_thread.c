/* A library with a thread of its own, and a handler of SIGVTALRM in which that thread waits as HotSpot's threads do in the
 * handler that suspends them: in sigsuspend(2), with the mask that the handler began with. It leaves the handler when it has
 * been woken a given number of times, or is resumed. With stay() it waits in ppoll(2) instead, so that nothing shows that
 * it is suspended. */
#define _GNU_SOURCE
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stddef.h>
#include <sys/syscall.h>
#include <unistd.h>

static volatile int tid, in, wakes, staying;
static pthread_t thread;

static void handler(int number)
{
    sigset_t set;

    if (in)
        return;
    pthread_sigmask(SIG_BLOCK, NULL, &set);
    sigdelset(&set, number);
    in = 1;
    while (wakes > 0) {
        if (staying)
            ppoll(NULL, 0, NULL, &set);
        else
            sigsuspend(&set);
        wakes--;
    }
    in = 0;
}

static void *run(void *unused)
{
    sigset_t none;

    sigemptyset(&none);
    pthread_sigmask(SIG_SETMASK, &none, NULL);
    tid = (int)syscall(SYS_gettid);
    while (1)
        pause();
    return unused;
}

int start(void)
{
    struct sigaction action = {.sa_handler = handler, .sa_flags = SA_RESTART};

    sigaction(SIGVTALRM, &action, NULL);
    pthread_create(&thread, NULL, run, NULL);
    while (!tid)
        usleep(1000);
    return tid;
}

void suspend(int times)
{
    wakes = times;
    pthread_kill(thread, SIGVTALRM);
    while (!in)
        usleep(100);
}

void stay(void)
{
    staying = 1;
    suspend(1 << 30);
}

void resume(void)
{
    while (in) {
        wakes = 0;
        pthread_kill(thread, SIGVTALRM);
        usleep(1000);
    }
    staying = 0;
}

int suspended(void)
{
    return in;
}
