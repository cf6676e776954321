/* deny NUMBER[:ERRNO]... COMMAND ARGUMENT...: runs a command for which the kernel lacks the given
 * system calls: they fail with ENOSYS as in an older kernel, or as a container's filter says. */
#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

static int deny(unsigned number, unsigned error) {
    struct sock_filter steps[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, number, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | error),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    };
    struct sock_fprog program = {sizeof steps / sizeof *steps, steps};
    return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program);
}

int main(int argc, char **argv) {
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0) {
        perror("no_new_privs");
        return 77;
    }
    int next = 1;
    for (; next < argc && atoi(argv[next]) > 0; next++) {
        const char *colon = strchr(argv[next], ':');
        unsigned error = colon ? (unsigned)atoi(colon + 1) : ENOSYS;
        if (deny((unsigned)atoi(argv[next]), error) < 0) {
            perror("seccomp");
            return 77;
        }
    }
    execvp(argv[next], argv + next);
    perror(argv[next]);
    return 1;
}
