/* The entries called as functions, with made-up arguments. */
#define _GNU_SOURCE
#include "harness.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <ucontext.h>
#include <unistd.h>

static void layout_is_the_kernels(void)
{
    EXPECT(sizeof(siginfo_t), RECORD_SIZE);
    EXPECT(offsetof(siginfo_t, si_code), 8);
    EXPECT(offsetof(siginfo_t, si_pid), 16);
    EXPECT(SI_TKILL, -6);
    EXPECT(offsetof(ucontext_t, uc_sigmask), UC_SIGMASK);
}

static void code_is_never_writable_and_executable(void)
{
    FILE *maps = fopen("/proc/self/maps", "r");
    OK(maps != NULL);
    char line[512], permissions[5], of_code[5] = "none", of_data[5] = "none";
    while (fgets(line, sizeof line, maps) != NULL) {
        uintptr_t from, to;
        EXPECT(sscanf(line, "%" SCNxPTR "-%" SCNxPTR " %4s", &from, &to, permissions), 3);
        if (from <= (uintptr_t) base && (uintptr_t) base < to)
            strcpy(of_code, permissions);
        if (from <= (uintptr_t) base + DATA_OFFSET && (uintptr_t) base + DATA_OFFSET < to)
            strcpy(of_data, permissions);
    }
    fclose(maps);
    printf("code %s, data %s\n", of_code, of_data);
    EXPECT(strcmp(of_code, "r-xp"), 0);
    EXPECT(strcmp(of_data, "rw-p"), 0);
    open_pipe(4096);
    *fd_of(SIGUSR1) = writing;
    install(SIGUSR1, DELIVER);
    signal_own_thread(SIGUSR1);
    EXPECT(next_record().si_signo, SIGUSR1);
}

/* For every signal: the right slot, all bytes, and no other byte of context or info touched. */
static void call_writes_the_record_and_the_mask_alone(void)
{
    open_pipe(65536);
    *data64(MASK) = UINT64_C(0xA5A5000000000F01);
    for (int signo = 1; signo <= HIGHEST_SIGNAL; signo++) {
        siginfo_t info = made_up_info(signo), same = info;
        ucontext_t context, expected;
        memset(&context, 0x50 + signo % 7, sizeof context);
        expected = context;
        uint64_t *mask = (uint64_t *) ((char *) &expected + UC_SIGMASK);
        *mask |= *data64(MASK);
        *fd_of(signo) = writing;
        entry(DELIVER)(signo, &info, &context);
        *fd_of(signo) = -1;
        siginfo_t record = next_record();
        EXPECT(memcmp(&record, &info, RECORD_SIZE), 0);
        EXPECT(memcmp(&info, &same, sizeof info), 0);
        EXPECT(memcmp(&context, &expected, sizeof context), 0);
        EXPECT(*dropped(signo), 0);
        entry(DELIVER)(signo, &info, &context);
        EXPECT(*dropped(signo), 1);
    }
    EXPECT(bytes_in_pipe(), 0);
    for (int signo = 1; signo <= HIGHEST_SIGNAL; signo++)
        EXPECT(*dropped(signo), 1);
}

static void call_passes_only_own_thread_directed_signals(void)
{
    const int codes[] = { SI_TKILL, SI_USER, SI_QUEUE, SI_TIMER, SI_KERNEL, 6, -7, -5 };
    const int pids[] = { getpid(), getpid() + 1, 0, -getpid(), getpid() | 1 << 30 };
    open_pipe(65536);
    *fd_of(SIGUSR2) = writing;
    *data64(MASK) = BIT(SIGUSR2);
    set_next();
    for (size_t code = 0; code < sizeof codes / sizeof *codes; code++)
        for (size_t pid = 0; pid < sizeof pids / sizeof *pids; pid++) {
            siginfo_t info = made_up_info(SIGUSR2);
            info.si_code = codes[code];
            info.si_pid = pids[pid];
            ucontext_t context;
            memset(&context, 0, sizeof context);
            passes = 0;
            entry(DELIVER_OR_PASS)(SIGUSR2, &info, &context);
            int passed = code == 0 && pid == 0;
            EXPECT(passes, passed);
            EXPECT(bytes_in_pipe(), passed ? 0 : RECORD_SIZE);
            EXPECT(*(uint64_t *) ((char *) &context + UC_SIGMASK), passed ? 0 : BIT(SIGUSR2));
            if (passed) {
                EXPECT(passed_signo, SIGUSR2);
                OK(passed_info == &info);
                OK(passed_context == &context);
            }
        }
}

const struct scenario call_scenarios[] = {
    SCENARIO(layout_is_the_kernels),
    SCENARIO(code_is_never_writable_and_executable),
    SCENARIO(call_writes_the_record_and_the_mask_alone),
    SCENARIO(call_passes_only_own_thread_directed_signals),
    { NULL, NULL },
};
