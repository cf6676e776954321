/* The entries as handlers of real signals, in a process of one thread. */
#define _GNU_SOURCE
#include "harness.h"

#include <errno.h>
#include <sys/wait.h>
#include <unistd.h>

static pid_t in_child(void (*send)(pid_t parent))
{
    pid_t parent = getpid();
    pid_t child = fork();
    OK(child >= 0);
    if (child == 0) {
        send(parent);
        _exit(0);
    }
    int status;
    EXPECT(waitpid(child, &status, 0), child);
    EXPECT(status, 0);
    return child;
}

/* ---- deliver -------------------------------------------------------------------------------- */

static void queue_with_value(pid_t parent)
{
    union sigval value = { .sival_ptr = (void *) (uintptr_t) 0x1122334455667788 };
    if (sigqueue(parent, SIGRTMIN + 1, value) != 0)
        _exit(2);
}

static void queued_signal_arrives_whole(void)
{
    open_pipe(4096);
    *fd_of(SIGRTMIN + 1) = writing;
    install(SIGRTMIN + 1, DELIVER);
    pid_t sender = in_child(queue_with_value);
    siginfo_t info = next_record();
    EXPECT(info.si_signo, SIGRTMIN + 1);
    EXPECT(info.si_errno, 0);
    EXPECT(info.si_code, SI_QUEUE);
    EXPECT(info.si_pid, sender);
    EXPECT(info.si_uid, getuid());
    EXPECT((uintptr_t) info.si_value.sival_ptr, 0x1122334455667788);
    EXPECT(bytes_in_pipe(), 0);
    EXPECT(*dropped(SIGRTMIN + 1), 0);
}

static void errno_is_left_alone(void)
{
    install(SIGUSR1, DELIVER);
    errno = 4711;
    signal_own_thread(SIGUSR1);
    EXPECT(errno, 4711);
    open_pipe(4096);
    int fit = records_that_fit();
    *fd_of(SIGUSR1) = writing;
    errno = 4711;
    for (int i = 0; i < fit + 10; i++) {
        signal_own_thread(SIGUSR1);
        EXPECT(errno, 4711);
    }
    EXPECT(*dropped(SIGUSR1), 11);
}

static void full_pipe_is_counted(void)
{
    const int sent = 1000;
    open_pipe(4096);
    int fit = records_that_fit();
    OK(fit > 0 && fit < sent);
    *fd_of(SIGUSR1) = writing;
    install(SIGUSR1, DELIVER);
    for (int i = 0; i < sent; i++)
        signal_own_thread(SIGUSR1);
    EXPECT(*dropped(SIGUSR1), sent - fit);
    for (int i = 0; i < fit; i++)
        EXPECT(next_record().si_signo, SIGUSR1);
    EXPECT(bytes_in_pipe(), 0);
    signal_own_thread(SIGUSR1);
    EXPECT(next_record().si_signo, SIGUSR1);
    EXPECT(*dropped(SIGUSR1), sent - fit);
}

static void missing_pipe_is_counted(void)
{
    install(SIGUSR1, DELIVER);
    signal_own_thread(SIGUSR1);
    EXPECT(*dropped(SIGUSR1), 1);
    open_pipe(4096);
    *fd_of(SIGUSR1) = writing;
    close(writing);
    signal_own_thread(SIGUSR1);
    EXPECT(*dropped(SIGUSR1), 2);
    open_pipe(4096);
    *fd_of(SIGUSR1) = writing;
    signal(SIGPIPE, SIG_IGN);
    close(reading);
    signal_own_thread(SIGUSR1);
    EXPECT(*dropped(SIGUSR1), 3);
    EXPECT(*dropped(SIGHUP), 0);
    EXPECT(*dropped(SIGUSR2), 0);
}

static void mask_is_added_to_the_interrupted_thread(void)
{
    sigset_t own;
    sigemptyset(&own);
    sigaddset(&own, SIGWINCH);
    EXPECT(sigprocmask(SIG_BLOCK, &own, NULL), 0);
    install(SIGUSR1, DELIVER);
    signal_own_thread(SIGUSR1);
    EXPECT(mask_now(), BIT(SIGWINCH));
    *data64(MASK) = BIT(SIGTERM) | BIT(SIGRTMIN + 3) | BIT(HIGH);
    signal_own_thread(SIGUSR1);
    EXPECT(mask_now(), BIT(SIGWINCH) | BIT(SIGTERM) | BIT(SIGRTMIN + 3) | BIT(HIGH));
    *data64(MASK) = BIT(SIGUSR1);
    signal_own_thread(SIGUSR1);
    EXPECT(*dropped(SIGUSR1), 3);
    signal_own_thread(SIGUSR1);
    EXPECT(*dropped(SIGUSR1), 3);
    OK(mask_now() & BIT(SIGUSR1));
}

/* ---- deliverOrPass -------------------------------------------------------------------------- */

static void own_thread_directed_signal_is_passed_on(void)
{
    open_pipe(4096);
    *fd_of(SIGUSR2) = writing;
    *data64(MASK) = BIT(SIGTERM);
    set_next();
    install(SIGUSR2, DELIVER_OR_PASS);
    for (int i = 1; i <= 3; i++) {
        signal_own_thread(SIGUSR2);
        EXPECT(passes, i);
        EXPECT(passed_signo, SIGUSR2);
        EXPECT(copied_info.si_signo, SIGUSR2);
        EXPECT(copied_info.si_code, SI_TKILL);
        EXPECT(copied_info.si_pid, getpid());
        EXPECT(mask_now(), 0);
    }
    EXPECT(bytes_in_pipe(), 0);
    EXPECT(*dropped(SIGUSR2), 0);
}

static void kill_parent(pid_t parent)
{
    if (kill(parent, SIGUSR2) != 0)
        _exit(2);
}

static void tgkill_parent(pid_t parent)
{
    if (send_to_thread(parent, parent, SIGUSR2) != 0)
        _exit(2);
}

static void expect_delivered(int code, pid_t sender)
{
    siginfo_t info = next_record();
    EXPECT(info.si_signo, SIGUSR2);
    EXPECT(info.si_code, code);
    EXPECT(info.si_pid, sender);
    EXPECT(bytes_in_pipe(), 0);
    EXPECT(passes, 0);
}

static void other_signals_are_delivered(void)
{
    open_pipe(4096);
    *fd_of(SIGUSR2) = writing;
    set_next();
    install(SIGUSR2, DELIVER_OR_PASS);
    expect_delivered(SI_USER, in_child(kill_parent));
    expect_delivered(SI_TKILL, in_child(tgkill_parent));
    EXPECT(kill(getpid(), SIGUSR2), 0);
    expect_delivered(SI_USER, getpid());
    EXPECT(sigqueue(getpid(), SIGUSR2, (union sigval) { .sival_int = 1 }), 0);
    expect_delivered(SI_QUEUE, getpid());
}

/* ---- setUp ---------------------------------------------------------------------------------- */

static void set_up_blocks_and_keeps(void)
{
    sigset_t own;
    sigemptyset(&own);
    sigaddset(&own, SIGWINCH);
    sigaddset(&own, SIGTERM);
    EXPECT(sigprocmask(SIG_BLOCK, &own, NULL), 0);
    install(SIGURG, SET_UP);
    *data64(BLOCK) = BIT(SIGHUP) | BIT(HIGH);
    signal_own_thread(SIGURG);
    EXPECT(mask_now(), BIT(SIGWINCH) | BIT(SIGTERM) | BIT(SIGHUP) | BIT(HIGH));
    EXPECT(*data64(ACKS), 1);
    *data64(BLOCK) = 0;
    *data64(KEEP) = ~(BIT(SIGTERM) | BIT(HIGH));
    signal_own_thread(SIGURG);
    EXPECT(mask_now(), BIT(SIGWINCH) | BIT(SIGHUP));
    EXPECT(*data64(ACKS), 2);
    /* What is both to be blocked and not to be kept ends up unblocked. */
    *data64(BLOCK) = BIT(SIGINT) | BIT(SIGQUIT);
    *data64(KEEP) = ~BIT(SIGINT);
    signal_own_thread(SIGURG);
    EXPECT(mask_now(), BIT(SIGWINCH) | BIT(SIGHUP) | BIT(SIGQUIT));
    EXPECT(*data64(ACKS), 3);
}

static void expect_answer(uint64_t index, uint64_t mask, uint64_t epoch)
{
    EXPECT(*answer(index, ANSWER_SEQUENCE), index + 1);
    EXPECT(*answer(index, ANSWER_TID), gettid());
    EXPECT(*answer(index, ANSWER_MASK), mask);
    EXPECT(*answer(index, ANSWER_EPOCH), epoch);
}

static void set_up_answers(void)
{
    install(SIGURG, SET_UP);
    *data64(BLOCK) = BIT(SIGHUP) | BIT(HIGH);
    *data64(EPOCH) = UINT64_C(0x123456789A);
    signal_own_thread(SIGURG);
    expect_answer(0, 0, UINT64_C(0x123456789A));
    EXPECT(*answer(1, ANSWER_SEQUENCE), 0);
    *data64(BLOCK) = 0;
    *data64(KEEP) = ~BIT(SIGHUP);
    *data64(EPOCH) = 8;
    signal_own_thread(SIGURG);
    expect_answer(1, BIT(SIGHUP) | BIT(HIGH), 8);
    signal_own_thread(SIGURG);
    expect_answer(2, BIT(HIGH), 8);
    expect_answer(0, 0, UINT64_C(0x123456789A));
    /* Round the ring, and beyond what fits 32 bits. */
    *data64(ACKS) = SLOTS - 1;
    signal_own_thread(SIGURG);
    expect_answer(SLOTS - 1, BIT(HIGH), 8);
    signal_own_thread(SIGURG);
    expect_answer(SLOTS, BIT(HIGH), 8);
    *data64(ACKS) = UINT64_C(0x700000000) + 5;
    signal_own_thread(SIGURG);
    expect_answer(UINT64_C(0x700000000) + 5, BIT(HIGH), 8);
    EXPECT(*data64(ANSWER0 + SLOTS * ANSWER_SIZE - ANSWER_SIZE), SLOTS);
}

static void set_up_leaves_errno_alone(void)
{
    install(SIGURG, SET_UP);
    errno = 4711;
    signal_own_thread(SIGURG);
    EXPECT(errno, 4711);
}

const struct scenario signal_scenarios[] = {
    SCENARIO(queued_signal_arrives_whole),
    SCENARIO(errno_is_left_alone),
    SCENARIO(full_pipe_is_counted),
    SCENARIO(missing_pipe_is_counted),
    SCENARIO(mask_is_added_to_the_interrupted_thread),
    SCENARIO(own_thread_directed_signal_is_passed_on),
    SCENARIO(other_signals_are_delivered),
    SCENARIO(set_up_blocks_and_keeps),
    SCENARIO(set_up_answers),
    SCENARIO(set_up_leaves_errno_alone),
    { NULL, NULL },
};
