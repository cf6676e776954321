/*
 * Notes when each SIGUSR1 arrives.
 *
 *   reader signalfd BOARD   blocked, a waiting read(2) of a signalfd: the shortest way there is
 *   reader epoll BOARD      blocked, epoll_wait(2) and then read(2): what an event loop does
 *   reader timed BOARD      the same with a time limit of a second: epoll_pwait2(2) and then read(2)
 *   reader spins BOARD      as epoll, but asks again without waiting, for up to 50 us, before it sleeps
 *   reader spins-timed BOARD   as timed, with the same
 *   reader pipe BOARD       a handler that writes the siginfo_t to a pipe, poll(2) and read(2)
 *   reader WAY BOARD N      with N threads more, which sleep
 *
 * A thread of its own reads. The main thread takes commands: "COUNT PAUSE_NS" sends that many signals
 * to this process and answers "done".
 */
#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/signalfd.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "pace.h"
#include "spin.h"

static struct board *board;
static int descriptor;
static int pipe_end;
static int timed;
static int spins;

static int open_signalfd(int flags) {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGUSR1);
  int fd = signalfd(-1, &set, SFD_CLOEXEC | flags);
  if (fd < 0) die("signalfd");
  return fd;
}

static void *read_signalfd(void *unused) {
  struct signalfd_siginfo info;
  while (read(descriptor, &info, sizeof info) == sizeof info) {
    board_arrive(board, now());
  }
  return unused;
}

static int open_loop(void) {
  int loop = epoll_create1(EPOLL_CLOEXEC);
  struct epoll_event event = {.events = EPOLLIN};
  if (loop < 0 || epoll_ctl(loop, EPOLL_CTL_ADD, descriptor, &event) != 0) die("epoll");
  return loop;
}

static void read_one(void) {
  struct signalfd_siginfo info;
  if (read(descriptor, &info, sizeof info) == sizeof info) {
    board_arrive(board, now());
  }
}

static int sleep_in_kernel(int loop, struct epoll_event *event) {
  struct timespec second = {.tv_sec = 1};
  if (!timed) return epoll_wait(loop, event, 1, -1);
  int count = (int)syscall(SYS_epoll_pwait2, loop, event, 1, &second, NULL, 0);
  if (count < 0 && errno != EINTR) die("epoll_pwait2");
  return count;
}

/* Asks again and again, without waiting, for a moment. */
static int look(int loop, struct epoll_event *event) {
  int64_t begin = now();
  int count;
  do {
    relax();
    count = epoll_wait(loop, event, 1, 0);
  } while (count == 0 && now() - begin < MOMENT);
  return count;
}

static void *read_loop(void *unused) {
  int loop = open_loop();
  struct epoll_event event;
  while (1) {
    if (!spins || look(loop, &event) == 0) sleep_in_kernel(loop, &event);
    read_one();
  }
  return unused;
}

static void handler(int sig, siginfo_t *info, void *context) {
  (void)sig;
  (void)context;
  if (write(pipe_end, info, sizeof *info) < 0) abort();
}

/* The signal is blocked in the main thread, so that it comes to this one, which waits for it. */
static void *read_pipe(void *unused) {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGUSR1);
  pthread_sigmask(SIG_UNBLOCK, &set, NULL);
  struct pollfd ready = {.fd = descriptor, .events = POLLIN};
  siginfo_t info;
  while (1) {
    poll(&ready, 1, -1);
    while (read(descriptor, &info, sizeof info) == sizeof info) {
      board_arrive(board, now());
    }
  }
  return unused;
}

static void open_pipe(void) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC | O_NONBLOCK) != 0) die("pipe2");
  descriptor = ends[0];
  pipe_end = ends[1];
  struct sigaction action = {.sa_sigaction = handler, .sa_flags = SA_SIGINFO | SA_RESTART};
  if (sigaction(SIGUSR1, &action, NULL) != 0) die("sigaction");
}

static void *rest_for_ever(void *unused) {
  while (1) pause();
  return unused;
}

static void start_threads(long count) {
  pthread_attr_t small;
  pthread_attr_init(&small);
  pthread_attr_setstacksize(&small, 65536);
  for (long i = 0; i < count; i++) {
    pthread_t thread;
    if (pthread_create(&thread, &small, rest_for_ever, NULL) != 0) die("pthread_create");
  }
}

int main(int argc, char **argv) {
  if (argc < 3 || argc > 4) {
    fputs("usage: reader signalfd|epoll|timed|spins|spins-timed|pipe BOARD [THREADS]\n", stderr);
    return 2;
  }
  board = board_open(argv[2]);
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGUSR1);
  pthread_sigmask(SIG_BLOCK, &set, NULL);
  void *(*run)(void *);
  if (strcmp(argv[1], "pipe") == 0) {
    open_pipe();
    run = read_pipe;
  } else if (strcmp(argv[1], "signalfd") != 0) {
    descriptor = open_signalfd(SFD_NONBLOCK);
    timed = strstr(argv[1], "timed") != NULL;
    spins = strstr(argv[1], "spins") != NULL;
    run = read_loop;
  } else {
    descriptor = open_signalfd(0);
    run = read_signalfd;
  }
  if (argc == 4) start_threads(atol(argv[3]));
  pthread_t thread;
  if (pthread_create(&thread, NULL, run, NULL) != 0) die("pthread_create");
  printf("ready %d\n", getpid());
  fflush(stdout);
  long count;
  long pause;
  while (scanf("%ld %ld", &count, &pause) == 2) {
    pace(board, getpid(), SIGUSR1, count, pause);
    puts("done");
    fflush(stdout);
  }
  return 0;
}
