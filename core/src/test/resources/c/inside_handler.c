/* A library with a thread of its own, and a handler of SIGVTALRM that runs in it for as long as it is told to. The thread
 * blocks nothing, or (start(1)) nearly everything, so that its mask does not tell whether the handler runs. */
#define _GNU_SOURCE
#include <pthread.h>
#include <signal.h>
#include <stddef.h>
#include <sys/syscall.h>
#include <unistd.h>

static volatile int tid, in, leaving;
static pthread_t thread;
static sigset_t own;

static void handler(int number)
{
    (void)number;
    in = 1;
    while (!leaving)
        ;
    in = 0;
}

static void *run(void *unused)
{
    pthread_sigmask(SIG_SETMASK, &own, NULL);
    tid = (int)syscall(SYS_gettid);
    while (1)
        pause();
    return unused;
}

int start(int blocking)
{
    struct sigaction action = {.sa_handler = handler, .sa_flags = SA_RESTART};
    sigaction(SIGVTALRM, &action, NULL);
    sigemptyset(&own);
    if (blocking) {
        sigfillset(&own);
        sigdelset(&own, SIGVTALRM);
        sigdelset(&own, SIGURG);
        sigdelset(&own, SIGWINCH);
        sigdelset(&own, SIGRTMIN + 4);
        sigdelset(&own, SIGRTMIN + 5);
    }
    pthread_create(&thread, NULL, run, NULL);
    while (!tid)
        usleep(1000);
    return tid;
}

void enter(void)
{
    leaving = 0;
    pthread_kill(thread, SIGVTALRM);
    while (!in)
        usleep(100);
}

void leave(void)
{
    leaving = 1;
    while (in)
        usleep(100);
}
