/* Prints SIGRTMIN, SIGRTMAX, and the signals from 32 to 64 for which this C library refuses a handler. */
#include <signal.h>
#include <stdio.h>

static void handler(int number) { (void)number; }

int main(void) {
    printf("%d %d", SIGRTMIN, SIGRTMAX);
    for (int number = 32; number <= 64; number++) {
        struct sigaction action = {.sa_handler = handler};
        if (sigaction(number, &action, 0) != 0) {
            printf(" %d", number);
        }
    }
    printf("\n");
    return 0;
}
