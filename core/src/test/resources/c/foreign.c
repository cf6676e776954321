/* A library that handles USR1 from the moment it is loaded, as some native libraries do. */
#include <signal.h>
#include <unistd.h>

void foreign_handler(int number)
{
    (void)number;
    if (write(1, "foreign\n", 8) != 8)
        _exit(3);
}

__attribute__((constructor)) static void install(void)
{
    struct sigaction action = {.sa_handler = foreign_handler, .sa_flags = SA_RESTART};
    sigaction(SIGUSR1, &action, NULL);
}
