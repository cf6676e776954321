#include <stdio.h>

int main(int argc, char **argv) {
    char line[64];
    printf("hello %s\n", argc > 1 ? argv[1] : "nobody");
    fflush(stdout);
    while (fgets(line, sizeof line, stdin)) {
        printf("heard %s", line);
        fflush(stdout);
    }
    return 3;
}
