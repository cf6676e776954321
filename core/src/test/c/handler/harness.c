/* See harness.h. */
#define _GNU_SOURCE
#include "harness.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

unsigned char *base;

void expect(const char *file, int line, const char *what, int64_t actual,
            int64_t expected)
{
    if (actual != expected) {
        printf("%s:%d: %s is %" PRId64 " (0x%" PRIx64 "), expected %" PRId64 " (0x%" PRIx64 ")"
               ", errno %d (%s)\n", file, line, what, actual, (uint64_t) actual, expected,
               (uint64_t) expected, errno, strerror(errno));
        fflush(stdout);
        _exit(1);
    }
}

_Atomic uint64_t *data64(size_t offset)
{
    return (_Atomic uint64_t *) (base + DATA_OFFSET + offset);
}

_Atomic int32_t *data32(size_t offset)
{
    return (_Atomic int32_t *) (base + DATA_OFFSET + offset);
}

_Atomic int32_t *fd_of(int signo)
{
    return data32(FD1 + (signo - 1) * sizeof(int32_t));
}

_Atomic uint64_t *dropped(int signo)
{
    return data64(DROPPED1 + (signo - 1) * sizeof(uint64_t));
}

_Atomic uint64_t *answer(uint64_t index, size_t part)
{
    return data64(ANSWER0 + index % SLOTS * ANSWER_SIZE + part);
}

handler *entry(size_t offset)
{
    union { void *address; handler *function; } entry = { base + offset };
    return entry.function;
}

void map_code(const char *path)
{
    int file = open(path, O_RDONLY | O_CLOEXEC);
    OK(file >= 0);
    base = mmap(NULL, MAPPING_SIZE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    OK(base != MAP_FAILED);
    ssize_t length = read(file, base, DATA_OFFSET);
    OK(length > 0);
    close(file);
    /* Executable before anything runs and never writable again: all scenarios run this way. */
    EXPECT(mprotect(base, (size_t) length, PROT_READ | PROT_EXEC), 0);
    *data64(KEEP) = ~UINT64_C(0);
    *data32(PID) = getpid();
    for (int signo = 1; signo <= HIGHEST_SIGNAL; signo++)
        *fd_of(signo) = -1;
}

void install(int signo, size_t offset)
{
    struct sigaction action = { .sa_flags = SA_SIGINFO | SA_RESTART };
    action.sa_sigaction = entry(offset);
    EXPECT(sigaction(signo, &action, NULL), 0);
}

int reading, writing;

void open_pipe(int bytes)
{
    int ends[2];
    EXPECT(pipe2(ends, O_CLOEXEC | O_NONBLOCK), 0);
    reading = ends[0];
    writing = ends[1];
    OK(fcntl(writing, F_SETPIPE_SZ, bytes) >= bytes);
}

int records_that_fit(void)
{
    char record[RECORD_SIZE] = { 0 };
    int count = 0;
    while (write(writing, record, RECORD_SIZE) == RECORD_SIZE)
        count++;
    EXPECT(errno, EAGAIN);
    for (int i = 0; i < count; i++)
        EXPECT(read(reading, record, RECORD_SIZE), RECORD_SIZE);
    return count;
}

int bytes_in_pipe(void)
{
    static char bytes[1 << 16];
    int total = 0;
    ssize_t got;
    while ((got = read(reading, bytes, sizeof bytes)) > 0)
        total += got;
    EXPECT(errno, EAGAIN);
    return total;
}

siginfo_t next_record(void)
{
    siginfo_t info;
    EXPECT(sizeof info, RECORD_SIZE);
    EXPECT(read(reading, &info, sizeof info), RECORD_SIZE);
    return info;
}

/* The raw call: the C library's would hide its own two signals. */
uint64_t mask_now(void)
{
    uint64_t mask = 0;
    EXPECT(syscall(SYS_rt_sigprocmask, SIG_BLOCK, NULL, &mask, sizeof mask), 0);
    return mask;
}

int send_to_thread(pid_t process, pid_t thread, int signo)
{
    return (int) syscall(SYS_tgkill, process, thread, signo);
}

void signal_own_thread(int signo)
{
    EXPECT(send_to_thread(getpid(), gettid(), signo), 0);
}

siginfo_t made_up_info(int signo)
{
    siginfo_t info;
    for (size_t i = 0; i < sizeof info; i++)
        ((unsigned char *) &info)[i] = (unsigned char) (i * 7 + signo);
    return info;
}

int passed_signo;
siginfo_t *passed_info, copied_info;
void *passed_context;
int passes;

static void next_handler(int signo, siginfo_t *info, void *context)
{
    passed_signo = signo;
    passed_info = info;
    passed_context = context;
    copied_info = *info;
    passes++;
}

void set_next(void)
{
    for (int signo = 1; signo <= 64; signo++)
        *data64(NEXT1 + (signo - 1) * sizeof(uint64_t)) = (uint64_t) (uintptr_t) next_handler;
}
