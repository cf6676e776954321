/* orphan_status COUNT: starts COUNT processes that end with status 0, 1, 2 ... modulo 256 when the
 * pipe of standard input closes, prints how many, and ends before them. */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

int main(int argc, char **argv) {
    int count = argc > 1 ? atoi(argv[1]) : 1;
    for (int i = 0; i < count; i++) {
        if (fork() == 0) {
            char byte;
            close(1);
            while (read(0, &byte, 1) > 0) {
            }
            _exit(i & 255);
        }
    }
    printf("%d\n", count);
    return 0;
}
