/* Many threads in the handlers at once: every count has to be exact. */
#define _GNU_SOURCE
#include "harness.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <ucontext.h>
#include <unistd.h>

static pthread_barrier_t barrier;

#define SET_UP_THREADS 8
#define SET_UP_TIMES 2500

static void *acknowledge(void *unused)
{
    pthread_barrier_wait(&barrier);
    for (int i = 0; i < SET_UP_TIMES; i++)
        signal_own_thread(SIGURG);
    EXPECT(mask_now(), BIT(SIGHUP) | BIT(SIGTERM));
    return unused;
}

static void acknowledgements_of_threads_add_up(void)
{
    install(SIGURG, SET_UP);
    *data64(BLOCK) = BIT(SIGHUP) | BIT(SIGTERM);
    EXPECT(pthread_barrier_init(&barrier, NULL, SET_UP_THREADS), 0);
    pthread_t threads[SET_UP_THREADS];
    for (int i = 0; i < SET_UP_THREADS; i++)
        EXPECT(pthread_create(&threads[i], NULL, acknowledge, NULL), 0);
    for (int i = 0; i < SET_UP_THREADS; i++)
        EXPECT(pthread_join(threads[i], NULL), 0);
    EXPECT(*data64(ACKS), SET_UP_THREADS * SET_UP_TIMES);
    EXPECT(mask_now(), 0);
}

#define ANSWERING_THREADS 4
#define ANSWERS_EACH (SLOTS / ANSWERING_THREADS)

static void *answer_often(void *tid)
{
    *(pid_t *) tid = gettid();
    pthread_barrier_wait(&barrier);
    for (int i = 0; i < ANSWERS_EACH; i++)
        signal_own_thread(SIGURG);
    return NULL;
}

/* Each in a slot of its own, none written over another, each with the mask of its own thread. */
static void answers_of_threads_are_whole(void)
{
    pthread_t threads[ANSWERING_THREADS];
    pid_t ids[ANSWERING_THREADS];
    int from[ANSWERING_THREADS] = { 0 };
    install(SIGURG, SET_UP);
    *data64(EPOCH) = 7;
    EXPECT(pthread_barrier_init(&barrier, NULL, ANSWERING_THREADS), 0);
    for (int i = 0; i < ANSWERING_THREADS; i++) {
        sigset_t own;
        sigemptyset(&own);
        sigaddset(&own, SIGRTMIN + i);
        EXPECT(pthread_sigmask(SIG_SETMASK, &own, NULL), 0);
        EXPECT(pthread_create(&threads[i], NULL, answer_often, &ids[i]), 0);
    }
    for (int i = 0; i < ANSWERING_THREADS; i++)
        EXPECT(pthread_join(threads[i], NULL), 0);
    EXPECT(*data64(ACKS), SLOTS);
    for (uint64_t index = 0; index < SLOTS; index++) {
        EXPECT(*answer(index, ANSWER_SEQUENCE), index + 1);
        EXPECT(*answer(index, ANSWER_EPOCH), 7);
        int thread = 0;
        while (thread < ANSWERING_THREADS && *answer(index, ANSWER_TID) != (uint64_t) ids[thread])
            thread++;
        OK(thread < ANSWERING_THREADS);
        EXPECT(*answer(index, ANSWER_MASK), BIT(SIGRTMIN + thread));
        from[thread]++;
    }
    for (int i = 0; i < ANSWERING_THREADS; i++)
        EXPECT(from[i], ANSWERS_EACH);
}

/* Calls, because they meet far more often than signals do. */

#define CALLERS 4
#define CALLS 100000

static void *call_set_up(void *unused)
{
    ucontext_t context = { 0 };
    pthread_barrier_wait(&barrier);
    for (int i = 0; i < CALLS; i++)
        entry(SET_UP)(SIGURG, NULL, &context);
    return unused;
}

static void *call_deliver(void *unused)
{
    siginfo_t info = made_up_info(SIGUSR1);
    ucontext_t context = { 0 };
    pthread_barrier_wait(&barrier);
    for (int i = 0; i < CALLS; i++)
        entry(DELIVER)(SIGUSR1, &info, &context);
    return unused;
}

static void call_in_threads(void *(*calls)(void *))
{
    pthread_t threads[CALLERS];
    EXPECT(pthread_barrier_init(&barrier, NULL, CALLERS), 0);
    for (int i = 0; i < CALLERS; i++)
        EXPECT(pthread_create(&threads[i], NULL, calls, NULL), 0);
    for (int i = 0; i < CALLERS; i++)
        EXPECT(pthread_join(threads[i], NULL), 0);
}

static void counts_of_calls_add_up(void)
{
    call_in_threads(call_set_up);
    EXPECT(*data64(ACKS), CALLERS * CALLS);
    call_in_threads(call_deliver);
    EXPECT(*dropped(SIGUSR1), CALLERS * CALLS);
}

#define SENDERS 4
#define SENDS 20000

static _Atomic pid_t tids[SENDERS];
static _Atomic int finished;
static int close_when_finished;

static void queue_to_thread(pid_t thread, int signo, uint64_t value)
{
    siginfo_t info;
    memset(&info, 0, sizeof info);
    info.si_signo = signo;
    info.si_code = SI_QUEUE;
    info.si_pid = getpid();
    info.si_uid = getuid();
    info.si_value.sival_ptr = (void *) (uintptr_t) value;
    /* EAGAIN: the queue is at its limit, and the receiver empties it without our help. */
    while (syscall(SYS_rt_tgsigqueueinfo, getpid(), thread, signo, &info) != 0)
        EXPECT(errno, EAGAIN);
}

static void *send_to_neighbour(void *argument)
{
    uintptr_t self = (uintptr_t) argument;
    tids[self] = gettid();
    pthread_barrier_wait(&barrier);
    pid_t neighbour = tids[(self + 1) % SENDERS];
    for (uint64_t i = 1; i <= SENDS; i++)
        queue_to_thread(neighbour, SIGRTMIN + 2, (uint64_t) self << 32 | i);
    /* From here on all is sent, and the next system call lets in what is still pending. */
    pthread_barrier_wait(&barrier);
    syscall(SYS_getppid);
    if (atomic_fetch_add(&finished, 1) == SENDERS - 1 && close_when_finished)
        close(writing);
    return NULL;
}

static void start_senders(pthread_t *threads)
{
    *fd_of(SIGRTMIN + 2) = writing;
    install(SIGRTMIN + 2, DELIVER);
    EXPECT(pthread_barrier_init(&barrier, NULL, SENDERS), 0);
    for (uintptr_t i = 0; i < SENDERS; i++)
        EXPECT(pthread_create(&threads[i], NULL, send_to_neighbour, (void *) i), 0);
}

static void join_senders(pthread_t *threads)
{
    for (int i = 0; i < SENDERS; i++)
        EXPECT(pthread_join(threads[i], NULL), 0);
}

/* Each record is whole, of one sender, and later than the one before it of that sender. */
static void check_record(const siginfo_t *info, uint64_t *latest)
{
    uint64_t value = (uintptr_t) info->si_value.sival_ptr;
    EXPECT(info->si_signo, SIGRTMIN + 2);
    EXPECT(info->si_code, SI_QUEUE);
    EXPECT(info->si_pid, getpid());
    OK(value >> 32 < SENDERS);
    OK((value & UINT32_MAX) > latest[value >> 32]);
    OK((value & UINT32_MAX) <= SENDS);
    latest[value >> 32] = value & UINT32_MAX;
}

static void read_while_threads_send(void)
{
    pthread_t threads[SENDERS];
    uint64_t latest[SENDERS] = { 0 };
    siginfo_t info;
    ssize_t got;
    int64_t records = 0;
    open_pipe(1 << 16);
    EXPECT(fcntl(reading, F_SETFL, 0), 0);
    close_when_finished = 1;
    start_senders(threads);
    while ((got = read(reading, &info, sizeof info)) != 0) {
        EXPECT(got, RECORD_SIZE);
        check_record(&info, latest);
        records++;
    }
    join_senders(threads);
    int64_t lost = (int64_t) *dropped(SIGRTMIN + 2);
    printf("%" PRId64 " records, %" PRId64 " dropped\n", records, lost);
    OK(records > 0);
    EXPECT(records + lost, SENDERS * SENDS);
}

static void drops_of_threads_add_up(void)
{
    pthread_t threads[SENDERS];
    uint64_t latest[SENDERS] = { 0 };
    open_pipe(4096);
    int fit = records_that_fit();
    start_senders(threads);
    join_senders(threads);
    printf("%d records, %" PRIu64 " dropped\n", fit, *dropped(SIGRTMIN + 2));
    EXPECT(*dropped(SIGRTMIN + 2), SENDERS * SENDS - fit);
    for (int i = 0; i < fit; i++) {
        siginfo_t info = next_record();
        check_record(&info, latest);
    }
    EXPECT(bytes_in_pipe(), 0);
}

const struct scenario thread_scenarios[] = {
    SCENARIO(acknowledgements_of_threads_add_up),
    SCENARIO(answers_of_threads_are_whole),
    SCENARIO(counts_of_calls_add_up),
    SCENARIO(read_while_threads_send),
    SCENARIO(drops_of_threads_add_up),
    { NULL, NULL },
};
