/*
 * Runs the handler code outside any VM: maps the bytes of a file the way the engine does and
 * checks what each entry does.
 *
 *     handler_harness --list
 *     handler_harness CODE_FILE SCENARIO
 */
#define _GNU_SOURCE
#include "harness.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const struct scenario *const all[] = { call_scenarios, signal_scenarios, thread_scenarios };
#define GROUPS (sizeof all / sizeof *all)

static void list(void)
{
    for (size_t group = 0; group < GROUPS; group++)
        for (const struct scenario *each = all[group]; each->name != NULL; each++)
            puts(each->name);
}

static const struct scenario *find(const char *name)
{
    for (size_t group = 0; group < GROUPS; group++)
        for (const struct scenario *each = all[group]; each->name != NULL; each++)
            if (strcmp(each->name, name) == 0)
                return each;
    return NULL;
}

/* Whatever started this program may have blocked or ignored signals, and both are inherited. */
static void forget_the_inherited(void)
{
    sigset_t none;
    sigemptyset(&none);
    EXPECT(sigprocmask(SIG_SETMASK, &none, NULL), 0);
    for (int signo = 1; signo <= HIGHEST_SIGNAL; signo++)
        signal(signo, SIG_DFL);
}

int main(int argc, char **argv)
{
    if (argc == 2 && strcmp(argv[1], "--list") == 0) {
        list();
        return 0;
    }
    const struct scenario *scenario = argc == 3 ? find(argv[2]) : NULL;
    if (scenario == NULL) {
        fprintf(stderr, "usage: handler_harness --list | CODE_FILE SCENARIO\n");
        return 2;
    }
    forget_the_inherited();
    alarm(60);
    map_code(argv[1]);
    scenario->run();
    puts("ok");
    return 0;
}
