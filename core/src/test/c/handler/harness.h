/*
 * What the scenarios share: the mapped handler code, its data, a pipe, and signals to oneself.
 *
 * HandlerCodeBehaviourTest gives every offset as a macro, from HandlerCode and DataLayout:
 * DELIVER, DELIVER_OR_PASS, SET_UP, DATA_OFFSET, MAPPING_SIZE, MASK, BLOCK, KEEP, ACKS, PID,
 * FD1, DROPPED1 and NEXT1 (those of signal 1), RECORD_SIZE; EPOCH, ANSWER0, ANSWER_SIZE, SLOTS, and
 * the offsets in an answer.
 *
 * Nothing here sleeps or polls. A signal that a thread sends to itself is handled before the
 * system call that sent it returns, and one that another task sent before it was waited for is
 * handled before the wait returns.
 */
#ifndef HARNESS_H
#define HARNESS_H

#include <signal.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#if defined(__x86_64__)
#define UC_SIGMASK 296
#elif defined(__aarch64__)
#define UC_SIGMASK 40
#else
#error "no handler code for this architecture"
#endif

#define HIGHEST_SIGNAL 64
/* In the upper half of the mask. Not 64: user-mode emulation keeps that one for itself. */
#define HIGH 50
#define BIT(signo) (UINT64_C(1) << ((signo) - 1))

typedef void handler(int, siginfo_t *, void *);

/* Prints what differs and ends the process with status 1. */
void expect(const char *file, int line, const char *what, int64_t actual, int64_t expected);

#define EXPECT(actual, expected) \
    expect(__FILE__, __LINE__, #actual, (int64_t) (actual), (int64_t) (expected))
#define OK(condition) expect(__FILE__, __LINE__, #condition, !!(condition), 1)

/* Start of the mapping. */
extern unsigned char *base;

void map_code(const char *path);
handler *entry(size_t offset);
void install(int signo, size_t offset);
_Atomic uint64_t *data64(size_t offset);
_Atomic int32_t *data32(size_t offset);
_Atomic int32_t *fd_of(int signo);
_Atomic uint64_t *dropped(int signo);

/* A part of the answer number index. */
_Atomic uint64_t *answer(uint64_t index, size_t part);

/* The ends of the pipe, both non-blocking. */
extern int reading, writing;

void open_pipe(int bytes);
int records_that_fit(void);
int bytes_in_pipe(void);
siginfo_t next_record(void);

uint64_t mask_now(void);
int send_to_thread(pid_t process, pid_t thread, int signo);
void signal_own_thread(int signo);

/* A siginfo_t that no two bytes of are easily confused. */
siginfo_t made_up_info(int signo);

/* A handler that remembers what it was given. */
void set_next(void);
extern int passes, passed_signo;
extern siginfo_t *passed_info, copied_info;
extern void *passed_context;

struct scenario { const char *name; void (*run)(void); };
#define SCENARIO(name) { #name, name }

/* Each ends with an entry without a name. */
extern const struct scenario call_scenarios[], signal_scenarios[], thread_scenarios[];

#endif
