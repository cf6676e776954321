/*
 * Notes how late each tick of a period comes.
 *
 *   ticks timerfd BOARD   a timerfd and a read(2) that waits
 *   ticks timer BOARD     timer_create(2), its signal read from a signalfd
 *
 * A line "COUNT PERIOD_NS" is answered with "done" once that many ticks have come. A tick is due at
 * start + n periods; of those that come together each is noted with the same time.
 */
#include <signal.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/timerfd.h>

#include "board.h"

static int descriptor;
static timer_t timer;

static struct itimerspec schedule(int64_t start, int64_t period) {
  struct itimerspec times = {
      .it_value = {(start + period) / 1000000000, (start + period) % 1000000000},
      .it_interval = {period / 1000000000, period % 1000000000}};
  return times;
}

static void open_timerfd(void) {
  descriptor = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC);
  if (descriptor < 0) die("timerfd_create");
}

static void open_timer(void) {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGRTMIN);
  sigprocmask(SIG_BLOCK, &set, NULL);
  descriptor = signalfd(-1, &set, SFD_CLOEXEC);
  if (descriptor < 0) die("signalfd");
  struct sigevent event = {.sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGRTMIN};
  if (timer_create(CLOCK_MONOTONIC, &event, &timer) != 0) die("timer_create");
}

/* How many ticks have come since the last call; waits for the first. */
static long ticks(int with_timerfd) {
  uint64_t count;
  struct signalfd_siginfo info;
  if (with_timerfd) {
    if (read(descriptor, &count, sizeof count) != sizeof count) die("read");
    return (long)count;
  }
  if (read(descriptor, &info, sizeof info) != sizeof info) die("read");
  return 1 + (long)info.ssi_overrun;
}

static void set(int with_timerfd, const struct itimerspec *times) {
  int result = with_timerfd ? timerfd_settime(descriptor, TFD_TIMER_ABSTIME, times, NULL)
                            : timer_settime(timer, TIMER_ABSTIME, times, NULL);
  if (result != 0) die("settime");
}

/* Stops the timer and throws away what has expired meanwhile. */
static void stop(int with_timerfd) {
  struct itimerspec never = {{0, 0}, {0, 0}};
  set(with_timerfd, &never);
  if (!with_timerfd) {
    struct timespec none = {0, 0};
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGRTMIN);
    while (sigtimedwait(&set, NULL, &none) > 0) {
    }
  }
}

static void run(struct board *board, int with_timerfd, long count, int64_t period) {
  int64_t start = now();
  struct itimerspec times = schedule(start, period);
  set(with_timerfd, &times);
  for (int64_t n = 0; n < count;) {
    long came = ticks(with_timerfd);
    int64_t time = now();
    for (; came > 0 && n < count; came--) {
      n++;
      board->sent[board_arrivals(board) % SLOTS] = start + n * period;
      board_arrive(board, time);
    }
  }
  stop(with_timerfd);
}

int main(int argc, char **argv) {
  if (argc != 3) {
    fputs("usage: ticks timerfd|timer BOARD\n", stderr);
    return 2;
  }
  struct board *board = board_open(argv[2]);
  int with_timerfd = strcmp(argv[1], "timerfd") == 0;
  if (with_timerfd) {
    open_timerfd();
  } else {
    open_timer();
  }
  printf("ready %d\n", getpid());
  fflush(stdout);
  long count;
  long period;
  while (scanf("%ld %ld", &count, &period) == 2) {
    run(board, with_timerfd, count, period);
    puts("done");
    fflush(stdout);
  }
  return 0;
}
