/* Prints the signals as the C library's headers name and number them: "TERM 15". */
#include <signal.h>
#include <stdio.h>

#define SHOW(name) printf(#name " %d\n", SIG##name)

int main(void)
{
    SHOW(HUP); SHOW(INT); SHOW(QUIT); SHOW(ILL); SHOW(TRAP); SHOW(ABRT); SHOW(BUS); SHOW(FPE);
    SHOW(KILL); SHOW(USR1); SHOW(SEGV); SHOW(USR2); SHOW(PIPE); SHOW(ALRM); SHOW(TERM);
    SHOW(STKFLT); SHOW(CHLD); SHOW(CONT); SHOW(STOP); SHOW(TSTP); SHOW(TTIN); SHOW(TTOU);
    SHOW(URG); SHOW(XCPU); SHOW(XFSZ); SHOW(VTALRM); SHOW(PROF); SHOW(WINCH); SHOW(IO);
    SHOW(PWR); SHOW(SYS);
    SHOW(IOT); SHOW(CLD); SHOW(POLL);
    SHOW(RTMIN); SHOW(RTMAX);
    for (int i = 0; SIGRTMIN + i <= SIGRTMAX; i++) {
        printf("RT%d %d\nRTMIN+%d %d\n", i, SIGRTMIN + i, i, SIGRTMIN + i);
        printf("RTMAX-%d %d\n", i, SIGRTMAX - i);
    }
    return 0;
}
