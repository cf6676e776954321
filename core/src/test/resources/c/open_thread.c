/* A library with a thread of its own, which unblocks every signal for itself, again and again, as
 * one may that knows nothing of the program around it. */
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <unistd.h>

static pthread_t thread;
static atomic_int done;
static long rounds;

static void *unblock(void *unused)
{
    sigset_t none;
    (void)unused;
    sigemptyset(&none);
    while (!atomic_load(&done)) {
        pthread_sigmask(SIG_SETMASK, &none, NULL);
        rounds++;
        usleep(50);
    }
    return NULL;
}

int open_thread_begin(void)
{
    return pthread_create(&thread, NULL, unblock, NULL);
}

/* Returns how often it has unblocked everything. */
long open_thread_end(void)
{
    atomic_store(&done, 1);
    pthread_join(thread, NULL);
    return rounds;
}
