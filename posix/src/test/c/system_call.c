/* system_call CODE FILE: calls the machine code in CODE as a C function of seven arguments. FILE is
 * an empty file that may be written. Prints a line for each thing that is as it should be, and ends
 * with status 1 at the first that is not. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

typedef long system_call(long number, long a, long b, long c, long d, long e, long f);

/* An error of the kernel is one of these, so that it leaves no doubt what errno was before. */
enum { UNTOUCHED = 4711, CODE_ROOM = 0x10000 };

static system_call *load(const char *path) {
    int fd = open(path, O_RDONLY);
    char *page = mmap(NULL, CODE_ROOM, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    ssize_t size = page == MAP_FAILED ? -1 : read(fd, page, CODE_ROOM);
    if (size <= 0 || mprotect(page, CODE_ROOM, PROT_READ | PROT_EXEC) < 0) {
        perror(path);
        exit(1);
    }
    __builtin___clear_cache(page, page + size);
    return (system_call *)page;
}

static void check(int holds, const char *what) {
    if (!holds || errno != UNTOUCHED) {
        printf("not so: %s (errno %d)\n", what, errno);
        exit(1);
    }
    printf("%s\n", what);
}

static void fill(int fd, char first, char second, long page) {
    for (long i = 0; i < 2 * page; i++) {
        if (write(fd, i < page ? &first : &second, 1) != 1) {
            perror("write");
            exit(1);
        }
    }
}

int main(int argc, char **argv) {
    if (argc != 3) {
        return 2;
    }
    system_call *call = load(argv[1]);
    int fd = open(argv[2], O_RDWR);
    long page = sysconf(_SC_PAGESIZE);
    fill(fd, 'a', 'b', page);
    long pid = getpid();
    int ends[2];
    if (pipe(ends) < 0) {
        perror("pipe");
        return 1;
    }
    errno = UNTOUCHED;

    check(call(SYS_getpid, -1, -1, -1, -1, -1, -1) == pid, "a call without arguments");

    char text[6] = "";
    check(call(SYS_write, ends[1], (long)"hello", 5, 0, 0, 0) == 5, "a call with three arguments");
    check(call(SYS_read, ends[0], (long)text, sizeof text, 0, 0, 0) == 5
              && strcmp(text, "hello") == 0,
          "what it wrote");

    char *mapped = (char *)call(SYS_mmap, 0, page, PROT_READ, MAP_PRIVATE, fd, page);
    check((unsigned long)mapped < -4096UL && mapped[0] == 'b' && mapped[page - 1] == 'b',
          "a call with six arguments");
    check(call(SYS_munmap, (long)mapped, page, 0, 0, 0, 0) == 0, "a call that returns nothing");

    check(call(SYS_lseek, fd, 5L << 32, SEEK_SET, 0, 0, 0) == 5L << 32, "a result of 64 bits");
    check(call(SYS_close, -1, 0, 0, 0, 0, 0) == -EBADF, "an error");
    check(call(-1, 0, 0, 0, 0, 0, 0) == -ENOSYS, "no such call");
    return 0;
}
