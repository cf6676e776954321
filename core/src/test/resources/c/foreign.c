/* A library that handles a signal from the moment it is loaded, as some native libraries do: USR1, or
 * another that the compiler is told (-DHANDLED=SIGURG); and a second (-DSECOND=SIGWINCH). With -DGO it exports what
 * libraries written in Go do. */
#include <signal.h>
#include <unistd.h>

#ifndef HANDLED
#define HANDLED SIGUSR1
#endif

void foreign_handler(int number)
{
    (void)number;
    if (write(1, "foreign\n", 8) != 8)
        _exit(3);
}

__attribute__((constructor)) static void install(void)
{
    struct sigaction action = {.sa_handler = foreign_handler, .sa_flags = SA_RESTART};
    sigaction(HANDLED, &action, NULL);
#ifdef SECOND
    sigaction(SECOND, &action, NULL);
#endif
}

#ifdef GO
void _cgo_topofstack(void)
{
}
#endif
