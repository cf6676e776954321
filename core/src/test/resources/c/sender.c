/* Sends signals in every way that Linux has, and prints "ok" or "errno NUMBER". */
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

static char **arguments;

static long number(int index) {
    return strtol(arguments[index], NULL, 0);
}

static int queue(pid_t pid, int sig, long value) {
    union sigval content = {.sival_ptr = (void *)value};
    return sigqueue(pid, sig, content);
}

/* PID SIGNAL FIRST COUNT: values that go up by one; waits while the queue is full. */
static int sequence(void) {
    for (long i = 0; i < number(5); i++) {
        while (queue((pid_t)number(2), (int)number(3), number(4) + i) < 0) {
            if (errno != EAGAIN) {
                return -1;
            }
            sched_yield();
        }
    }
    return 0;
}

/* PID SIGNAL: values from 0 up until the queue is full; prints how many there were. */
static int flood(void) {
    long sent = 0;
    while (queue((pid_t)number(2), (int)number(3), sent) == 0) {
        sent++;
    }
    printf("%ld\n", sent);
    return -1;
}

/* PID SIGNAL VALUE: as C programs mostly do it, with an int. */
static int queueInt(void) {
    union sigval content;
    content.sival_int = (int)number(4);
    return sigqueue((pid_t)number(2), (int)number(3), content);
}

/* PID SIGNAL CODE VALUE: a siginfo_t of the sender's own making. */
static int raw(void) {
    siginfo_t info;
    memset(&info, 0, sizeof info);
    info.si_signo = (int)number(3);
    info.si_code = (int)number(4);
    info.si_pid = getpid();
    info.si_uid = getuid();
    info.si_value.sival_ptr = (void *)number(5);
    return (int)syscall(SYS_rt_sigqueueinfo, (pid_t)number(2), (int)number(3), &info);
}

/* PID SIGNAL: through a descriptor of the process, without a siginfo_t. */
static int pidfd(void) {
    int fd = (int)syscall(SYS_pidfd_open, (pid_t)number(2), 0);
    return fd < 0 ? -1 : (int)syscall(SYS_pidfd_send_signal, fd, (int)number(3), NULL, 0);
}

/* PID SIGNAL: by the kernel, because a descriptor that PID owns can be read. */
static int ready(void) {
    int ends[2];
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends) < 0 || fcntl(ends[0], F_SETOWN, number(2)) < 0
        || fcntl(ends[0], F_SETSIG, number(3)) < 0 || fcntl(ends[0], F_SETFL, O_ASYNC) < 0) {
        return -1;
    }
    ssize_t written = write(ends[1], "x", 1);
    /* Or the end of this process, which hangs up, would send another one. */
    fcntl(ends[0], F_SETFL, 0);
    return written == 1 ? 0 : -1;
}

static int act(const char *way) {
    if (strcmp(way, "kill") == 0) {
        return kill((pid_t)number(2), (int)number(3));
    } else if (strcmp(way, "thread") == 0) {
        return (int)syscall(SYS_tgkill, (pid_t)number(2), (pid_t)number(4), (int)number(3));
    } else if (strcmp(way, "queue") == 0) {
        return queue((pid_t)number(2), (int)number(3), number(4));
    } else if (strcmp(way, "int") == 0) {
        return queueInt();
    } else if (strcmp(way, "sequence") == 0) {
        return sequence();
    } else if (strcmp(way, "flood") == 0) {
        return flood();
    } else if (strcmp(way, "raw") == 0) {
        return raw();
    } else if (strcmp(way, "pidfd") == 0) {
        return pidfd();
    } else if (strcmp(way, "ready") == 0) {
        return ready();
    }
    errno = ENOSYS;
    return -1;
}

int main(int argc, char **argv) {
    (void)argc;
    arguments = argv;
    if (act(argv[1]) < 0) {
        printf("errno %d\n", errno);
    } else {
        printf("ok\n");
    }
    return 0;
}
