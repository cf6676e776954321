// Becomes root by its set-user-ID bit, says "ready", and waits for the end of its input. Another user may
// not signal it then.
#include <stdio.h>
#include <unistd.h>

int main(void) {
    char byte;
    if (setresuid(0, 0, 0) != 0) {
        perror("setresuid");
        return 1;
    }
    setvbuf(stdout, NULL, _IOLBF, BUFSIZ);
    printf("ready\n");
    while (read(0, &byte, 1) > 0) {
        printf("here\n");
    }
    return 5;
}
