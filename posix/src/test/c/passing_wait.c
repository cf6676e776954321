/* passing_wait CODE: calls the machine code in CODE as a C function. Prints a line for each thing that
 * is as it should be, and ends with status 1 at the first that is not. A pipe takes the place of the
 * signalfd: an emulator has no signalfd for signals that are blocked. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/signalfd.h>
#include <sys/syscall.h>
#include <unistd.h>

struct passing {
    uint64_t tag;
    void *record;
    int32_t signalfd, pidfd, flags, read, passed, unused;
    unsigned char table[65];
};

typedef long passing_wait(long number, long epfd, void *events, long max, long timeout, long no,
                          struct passing *p);

enum { CODE_ROOM = 0x10000, MOST_EVENTS = 4, LAST_SIGNAL = 64, SOON = 10000 };

static struct signalfd_siginfo record;
static struct passing p;
static struct epoll_event events[MOST_EVENTS];
static passing_wait *code;
static int epoll;

static passing_wait *load(const char *path) {
    int fd = open(path, O_RDONLY);
    char *page = mmap(NULL, CODE_ROOM, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    ssize_t size = page == MAP_FAILED ? -1 : read(fd, page, CODE_ROOM);
    if (size <= 0 || mprotect(page, CODE_ROOM, PROT_READ | PROT_EXEC) < 0) {
        perror(path);
        exit(1);
    }
    __builtin___clear_cache(page, page + size);
    return (passing_wait *)page;
}

static void check(int holds, const char *what) {
    if (!holds) {
        printf("not so: %s\n", what);
        exit(1);
    }
    printf("%s\n", what);
}

static long wait_for(int timeout) {
    memset(&record, 0, sizeof record);
    p.read = p.passed = 0;
    return code(SYS_epoll_pwait, epoll, events, MOST_EVENTS, timeout, 0, &p);
}

static void watch(int fd) {
    struct epoll_event event = {.events = EPOLLIN, .data.u64 = (uint64_t)fd};
    if (epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event) < 0) {
        perror("epoll_ctl");
        exit(1);
    }
}

static int came(int number) {
    sigset_t one;
    struct timespec none = {0, 0};
    sigemptyset(&one);
    sigaddset(&one, number);
    return sigtimedwait(&one, NULL, &none) == number;
}

static void write_record(int fd, uint32_t number, int32_t reason) {
    struct signalfd_siginfo one = {.ssi_signo = number, .ssi_code = reason};
    if (write(fd, &one, sizeof one) != sizeof one) {
        perror("write");
        exit(1);
    }
}

int main(int argc, char **argv) {
    if (argc != 2) {
        return 2;
    }
    code = load(argv[1]);
    sigset_t all;
    sigfillset(&all);
    sigprocmask(SIG_BLOCK, &all, NULL);
    int ends[2];
    if (pipe2(ends, O_NONBLOCK) < 0) {
        perror("pipe2");
        return 1;
    }
    p.signalfd = ends[0];
    p.pidfd = (int)syscall(SYS_pidfd_open, getpid(), 0);
    p.tag = (uint64_t)p.signalfd;
    p.record = &record;
    p.table[SIGUSR1] = SIGUSR2;
    p.table[LAST_SIGNAL] = SIGTERM;
    epoll = epoll_create1(0);
    int counter = eventfd(0, EFD_NONBLOCK);
    watch(p.signalfd);
    watch(counter);

    check(wait_for(0) == 0 && !p.read && !p.passed, "nothing has come");

    write_record(ends[1], SIGUSR1, SI_USER);
    check(wait_for(SOON) == 1 && p.read == 1 && record.ssi_signo == SIGUSR1, "a signal is read");
    check(p.passed == SIGUSR2 && came(SIGUSR2), "and passed on as another");
    check(events[0].data.u64 == p.tag && events[0].events == EPOLLIN, "the event is there");

    write_record(ends[1], LAST_SIGNAL, SI_USER);
    check(wait_for(SOON) == 1 && p.passed == SIGTERM && came(SIGTERM), "so is the last signal");

    write_record(ends[1], LAST_SIGNAL + 1, SI_USER);
    check(wait_for(SOON) == 1 && p.read && !p.passed, "one with no place in the table is read");

    write_record(ends[1], SIGHUP, SI_USER);
    check(wait_for(SOON) == 1 && p.read && !p.passed, "so is one without an entry");

    write_record(ends[1], SIGUSR1, SI_QUEUE);
    check(wait_for(SOON) == 1 && p.read && !p.passed && !came(SIGUSR2), "so is one with a value");

    int pidfd = p.pidfd;
    p.pidfd = -1;
    write_record(ends[1], SIGUSR1, SI_USER);
    check(wait_for(SOON) == 1 && p.read && !p.passed, "so is one that cannot be sent");
    p.pidfd = pidfd;

    eventfd_write(counter, 1);
    check(wait_for(SOON) == 1 && !p.read && events[0].data.u64 == (uint64_t)counter, "another event");
    write_record(ends[1], SIGUSR1, SI_USER);
    check(wait_for(SOON) == 2 && !p.read && !p.passed, "two events are left to the caller");
    check(code(SYS_epoll_pwait, -1, events, MOST_EVENTS, SOON, 0, &p) < 0, "an error");
    return 0;
}
