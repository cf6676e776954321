// What a program costs that looks after another one: supervised COUNT COMMAND...
//
// Starts COMMAND with this program as its program, and measures in nanoseconds: from the start of COMMAND to
// the start of the program; from a signal for COMMAND to the program's handler of it, the median of COUNT, with
// rests in between; from the program's end to the end of COMMAND. Prints "START SIGNAL END RSS-IN-KB".
#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static const char *PIPE = "SUPERVISED_PIPE";

static int64_t now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * INT64_C(1000000000) + time.tv_nsec;
}

static void fail(const char *what) {
    perror(what);
    exit(1);
}

/* Says when it got each signal; TERM ends it. */
static int program(int pipe) {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGUSR1);
    sigaddset(&signals, SIGTERM);
    sigprocmask(SIG_BLOCK, &signals, NULL);
    int64_t time = now();
    while (1) {
        int number;
        if (write(pipe, &time, sizeof time) != sizeof time) {
            return 1;
        }
        sigwait(&signals, &number);
        time = now();
        if (number == SIGTERM) {
            time = now();
            if (write(pipe, &time, sizeof time) != sizeof time) {
                return 1;
            }
            _exit(0);
        }
    }
}

static int64_t told(int pipe) {
    int64_t time;
    if (read(pipe, &time, sizeof time) != sizeof time) {
        fail("the program has gone");
    }
    return time;
}

static int by_size(const void *a, const void *b) {
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

static long resident(pid_t pid) {
    char name[64], line[256];
    long size = 0;
    snprintf(name, sizeof name, "/proc/%d/status", pid);
    FILE *status = fopen(name, "r");
    while (status && fgets(line, sizeof line, status)) {
        sscanf(line, "VmRSS: %ld", &size);
    }
    if (status) {
        fclose(status);
    }
    return size;
}

int main(int argc, char **argv) {
    const char *inherited = getenv(PIPE);
    if (inherited) {
        return program(atoi(inherited));
    }
    if (argc < 3) {
        return 2;
    }
    int count = atoi(argv[1]);
    int64_t *times = calloc((size_t)count, sizeof *times);
    int ends[2];
    char number[16], self[4096];
    ssize_t length = readlink("/proc/self/exe", self, sizeof self - 1);
    if (!times || pipe(ends) != 0 || length < 0) {
        fail("prepare");
    }
    self[length] = 0;
    fcntl(ends[0], F_SETFD, FD_CLOEXEC);
    snprintf(number, sizeof number, "%d", ends[1]);
    setenv(PIPE, number, 1);
    char **line = calloc((size_t)argc, sizeof *line);
    for (int i = 2; i < argc; i++) {
        line[i - 2] = argv[i];
    }
    line[argc - 2] = self;
    int64_t begin = now();
    pid_t supervisor = fork();
    if (supervisor == 0) {
        execvp(line[0], line);
        fail(line[0]);
    }
    close(ends[1]);
    int64_t start = told(ends[0]) - begin;
    struct timespec rest = {0, 3000000};
    for (int i = 0; i < count; i++) {
        nanosleep(&rest, NULL);
        int64_t sent = now();
        kill(supervisor, SIGUSR1);
        times[i] = told(ends[0]) - sent;
    }
    qsort(times, (size_t)count, sizeof *times, by_size);
    long size = resident(supervisor);
    nanosleep(&rest, NULL);
    kill(supervisor, SIGTERM);
    int64_t ended = told(ends[0]);
    int status;
    waitpid(supervisor, &status, 0);
    int64_t end = now() - ended;
    printf("%" PRId64 " %" PRId64 " %" PRId64 " %ld\n", start, times[count / 2], end, size);
    return status == 0 ? 0 : 1;
}
