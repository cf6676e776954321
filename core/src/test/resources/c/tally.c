/* A library that counts the queued signals of flood.c, each by its value. It handles the signal from
 * the moment it is told to, as a native library would that a program has loaded. */
#include <signal.h>
#include <stdatomic.h>
#include <stdint.h>

#define SENDERS 4
#define MOST 1000000

static atomic_uchar seen[SENDERS][MOST];
static atomic_int unknown;

static void count(int number, siginfo_t *info, void *context)
{
    (void)number;
    (void)context;
    uint64_t value = (uint64_t)(uintptr_t)info->si_value.sival_ptr;
    uint64_t sender = value >> 32, sequence = value & UINT32_MAX;
    if (info->si_code == SI_QUEUE && sender < SENDERS && sequence < MOST)
        atomic_fetch_add(&seen[sender][sequence], 1);
    else
        atomic_fetch_add(&unknown, 1);
}

void tally_begin(int number)
{
    struct sigaction action = {.sa_sigaction = count, .sa_flags = SA_SIGINFO | SA_RESTART};
    sigaction(number, &action, NULL);
}

int tally_seen(int sender, int sequence)
{
    return atomic_load(&seen[sender][sequence]);
}

int tally_unknown(void)
{
    return atomic_load(&unknown);
}
