/* Sends its parent the signal that each byte of its standard input names, and answers with the byte
 * once kill(2) has returned. */
#include <signal.h>
#include <unistd.h>

int main(void)
{
    unsigned char number;
    while (read(0, &number, 1) == 1) {
        if (kill(getppid(), number) != 0 || write(1, &number, 1) != 1)
            return 1;
    }
    return 0;
}
