/* Prints the error numbers as the C library names them and words them: "3 ESRCH No such process". */
#define _GNU_SOURCE
#include <stdio.h>
#include <string.h>

int main(void)
{
    for (int number = 1; number <= 133; number++) {
        const char *name = strerrorname_np(number);
        if (name != NULL) {
            printf("%d %s %s\n", number, name, strerror(number));
        }
    }
    return 0;
}
