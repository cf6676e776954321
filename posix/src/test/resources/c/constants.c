/* Prints what this system's headers say about each constant of the bindings: "Class.NAME number". */
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stddef.h>
#include <stdio.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#ifndef PIDFD_SIGNAL_PROCESS_GROUP /* in <linux/pidfd.h> since Linux 6.9, in <sys/pidfd.h> since glibc 2.41 */
#define PIDFD_SIGNAL_PROCESS_GROUP 4
#endif

#ifndef PIDFD_GET_INFO /* in <linux/pidfd.h> since Linux 6.13, in <sys/pidfd.h> since glibc 2.41 */
struct pidfd_info { /* its first version */
    unsigned long long mask, cgroupid;
    unsigned int pid, tgid, ppid, ruid, rgid, euid, egid, suid, sgid, fsuid, fsgid;
    int exit_code;
};
#define PIDFD_GET_INFO _IOWR(0xFF, 11, struct pidfd_info)
#endif

#ifndef PIDFD_INFO_EXIT /* since Linux 6.15 */
#define PIDFD_INFO_EXIT 8
#endif

#ifndef PIDFD_INFO_SIZE_VER0
#define PIDFD_INFO_SIZE_VER0 64
#endif

#ifndef _IOC_NR /* musl has no parts of the numbers of ioctl(2) */
#define _IOC_NR(number) ((number) & 0xff)
#endif

#ifndef __SIGRTMIN /* of the kernel; musl does not name it */
#define __SIGRTMIN 32
#endif

#ifndef CLOSE_RANGE_CLOEXEC /* in <linux/close_range.h> since Linux 5.11, in <unistd.h> since glibc 2.34 */
#define CLOSE_RANGE_CLOEXEC 4
#endif

#ifndef MFD_EXEC /* in <linux/memfd.h> since Linux 6.3, in <sys/mman.h> since glibc 2.38 */
#define MFD_EXEC 0x10
#endif

#ifndef SCM_PIDFD /* in <linux/socket.h> of the kernel since 6.5, which programs do not see; in glibc since 2.39 */
#define SCM_PIDFD 4
#endif

#ifndef CLOSE_RANGE_UNSHARE /* in <linux/close_range.h>, in <unistd.h> with _GNU_SOURCE only */
#define CLOSE_RANGE_UNSHARE 2
#endif

#define IS(owner, name, value) printf(#owner "." #name " %lld\n", (long long)(value))
/* Not by way of IS: its argument would be replaced by its value first. */
#define SAME(owner, name) printf(#owner "." #name " %lld\n", (long long)(name))
#define AT(owner, name, type, member) IS(owner, name, offsetof(type, member))
#define LARGER(a, b) (sizeof(a) > sizeof(b) ? sizeof(a) : sizeof(b))

static void errors(void) {
    SAME(ErrnoH, EPERM);
    SAME(ErrnoH, ENOENT);
    SAME(ErrnoH, ESRCH);
    SAME(ErrnoH, EINTR);
    SAME(ErrnoH, E2BIG);
    SAME(ErrnoH, ENOEXEC);
    SAME(ErrnoH, EBADF);
    SAME(ErrnoH, ECHILD);
    SAME(ErrnoH, EAGAIN);
    SAME(ErrnoH, ENOMEM);
    SAME(ErrnoH, EACCES);
    SAME(ErrnoH, EINVAL);
    SAME(ErrnoH, ENFILE);
    SAME(ErrnoH, EMFILE);
    SAME(ErrnoH, EPIPE);
    SAME(ErrnoH, ENOSYS);
    SAME(ErrnoH, ENOTSOCK);
}

static void signals(void) {
    IS(SignalH, SIG_DFL, (size_t)SIG_DFL);
    IS(SignalH, SIG_IGN, (size_t)SIG_IGN);
    IS(SignalH, SET_SIZE, (_NSIG - 1) / 8);
    IS(SignalH, LIBRARY_SIGNALS, ((1LL << (__SIGRTMIN + 2)) - (1LL << __SIGRTMIN)) >> 1);
    IS(SignalH, SIGSET_SIZE, sizeof(sigset_t));
    SAME(SignalH, SI_SIGIO);
    SAME(SignalH, SI_USER);
    SAME(SignalH, SI_QUEUE);
    SAME(SignalH, SI_TIMER);
    SAME(SignalH, SI_TKILL);
    SAME(SignalH, SI_KERNEL);
    SAME(SignalH, SIG_BLOCK);
    SAME(SignalH, SIG_UNBLOCK);
    SAME(SignalH, SIG_SETMASK);
    IS(Sigaction, SIZE, sizeof(struct sigaction));
    AT(Sigaction, HANDLER, struct sigaction, sa_handler);
    AT(Sigaction, MASK, struct sigaction, sa_mask);
    AT(Sigaction, FLAGS, struct sigaction, sa_flags);
    SAME(Sigaction, SA_SIGINFO);
    SAME(Sigaction, SA_ONSTACK);
    SAME(Sigaction, SA_RESTART);
    IS(Siginfo, SIZE, sizeof(siginfo_t));
    AT(Siginfo, SIGNO, siginfo_t, si_signo);
    AT(Siginfo, ERRNO, siginfo_t, si_errno);
    AT(Siginfo, CODE, siginfo_t, si_code);
    AT(Siginfo, PID, siginfo_t, si_pid);
    AT(Siginfo, UID, siginfo_t, si_uid);
    AT(Siginfo, VALUE, siginfo_t, si_value);
    AT(Siginfo, STATUS, siginfo_t, si_status);
    AT(Siginfo, TIMER_ID, siginfo_t, si_timerid);
    AT(Siginfo, OVERRUN, siginfo_t, si_overrun);
    SAME(SignalfdH, SFD_NONBLOCK);
    SAME(SignalfdH, SFD_CLOEXEC);
    IS(SignalfdSiginfo, SIZE, sizeof(struct signalfd_siginfo));
    AT(SignalfdSiginfo, SIGNO, struct signalfd_siginfo, ssi_signo);
    AT(SignalfdSiginfo, ERRNO, struct signalfd_siginfo, ssi_errno);
    AT(SignalfdSiginfo, CODE, struct signalfd_siginfo, ssi_code);
    AT(SignalfdSiginfo, PID, struct signalfd_siginfo, ssi_pid);
    AT(SignalfdSiginfo, UID, struct signalfd_siginfo, ssi_uid);
    AT(SignalfdSiginfo, TIMER_ID, struct signalfd_siginfo, ssi_tid);
    AT(SignalfdSiginfo, OVERRUN, struct signalfd_siginfo, ssi_overrun);
    AT(SignalfdSiginfo, STATUS, struct signalfd_siginfo, ssi_status);
    AT(SignalfdSiginfo, VALUE, struct signalfd_siginfo, ssi_ptr);
}

static void times(void) {
    SAME(TimeH, ITIMER_REAL);
    IS(TimeH, ITIMERVAL_SIZE, sizeof(struct itimerval));
    AT(TimeH, INTERVAL_SECONDS, struct itimerval, it_interval.tv_sec);
    AT(TimeH, INTERVAL_MICROS, struct itimerval, it_interval.tv_usec);
    AT(TimeH, VALUE_SECONDS, struct itimerval, it_value.tv_sec);
    AT(TimeH, VALUE_MICROS, struct itimerval, it_value.tv_usec);
    SAME(TimerH, CLOCK_REALTIME);
    SAME(TimerH, CLOCK_MONOTONIC);
    SAME(TimerH, CLOCK_PROCESS_CPUTIME_ID);
    SAME(TimerH, CLOCK_THREAD_CPUTIME_ID);
    SAME(TimerH, CLOCK_BOOTTIME);
    SAME(TimerH, TIMER_ABSTIME);
    IS(TimerH, ITIMERSPEC_SIZE, sizeof(struct itimerspec));
    AT(TimerH, INTERVAL_SECONDS, struct itimerspec, it_interval.tv_sec);
    AT(TimerH, INTERVAL_NANOS, struct itimerspec, it_interval.tv_nsec);
    AT(TimerH, VALUE_SECONDS, struct itimerspec, it_value.tv_sec);
    AT(TimerH, VALUE_NANOS, struct itimerspec, it_value.tv_nsec);
    IS(TimerH, SIGEVENT_SIZE, sizeof(struct sigevent));
    AT(TimerH, SIGEV_VALUE, struct sigevent, sigev_value);
    AT(TimerH, SIGEV_SIGNO, struct sigevent, sigev_signo);
    AT(TimerH, SIGEV_NOTIFY, struct sigevent, sigev_notify);
    IS(TimerH, TIMESPEC_SIZE, sizeof(struct timespec));
    SAME(PrctlH, PR_SET_PDEATHSIG);
    SAME(PrctlH, PR_SET_TIMERSLACK);
    SAME(PrctlH, PR_SET_CHILD_SUBREAPER);
    SAME(PrctlH, PR_GET_CHILD_SUBREAPER);
}

static void descriptors(void) {
    SAME(EpollH, EPOLL_CLOEXEC);
    SAME(EpollH, EPOLLIN);
    IS(EpollH, EPOLLET, (int)EPOLLET);
    SAME(EpollH, EPOLLONESHOT);
    SAME(EpollH, EPOLLOUT);
    SAME(EpollH, EPOLLERR);
    SAME(EpollH, EPOLLHUP);
    SAME(EpollH, EPOLL_CTL_ADD);
    SAME(EpollH, EPOLL_CTL_DEL);
    SAME(EpollH, EPOLL_CTL_MOD);
    IS(EpollH, EVENT_SIZE, sizeof(struct epoll_event));
    AT(EpollH, EVENTS, struct epoll_event, events);
    AT(EpollH, DATA, struct epoll_event, data);
    SAME(EventfdH, EFD_NONBLOCK);
    SAME(EventfdH, EFD_CLOEXEC);
    SAME(FcntlH, AT_FDCWD);
    SAME(FcntlH, O_NONBLOCK);
    SAME(FcntlH, O_CLOEXEC);
    SAME(FcntlH, O_RDONLY);
    SAME(FcntlH, O_WRONLY);
    SAME(FcntlH, O_RDWR);
    SAME(FcntlH, O_CREAT);
    SAME(FcntlH, O_TRUNC);
    SAME(FcntlH, O_APPEND);
    SAME(FcntlH, F_GETFD);
    SAME(FcntlH, F_SETFD);
    SAME(FcntlH, FD_CLOEXEC);
    SAME(FcntlH, F_GETFL);
    SAME(FcntlH, F_SETFL);
    SAME(FcntlH, F_DUPFD_CLOEXEC);
    SAME(FcntlH, F_GETPIPE_SZ);
    SAME(FcntlH, F_SETPIPE_SZ);
    AT(DirentH, D_RECLEN, struct dirent64, d_reclen);
    AT(DirentH, D_NAME, struct dirent64, d_name);
    SAME(IoctlH, FIONREAD);
    SAME(IoctlH, TIOCGPGRP);
    SAME(IoctlH, TIOCSPGRP);
    SAME(IoctlH, TIOCNOTTY);
    SAME(PollH, POLLIN);
    SAME(PollH, POLLOUT);
    IS(PollH, POLLFD_SIZE, sizeof(struct pollfd));
}

static void sockets(void) {
    SAME(SocketH, AF_UNIX);
    SAME(SocketH, AF_INET);
    SAME(SocketH, AF_INET6);
    SAME(SocketH, SOCK_STREAM);
    SAME(SocketH, SOCK_DGRAM);
    SAME(SocketH, SOCK_SEQPACKET);
    SAME(SocketH, SOCK_NONBLOCK);
    SAME(SocketH, SOCK_CLOEXEC);
    SAME(SocketH, SOL_SOCKET);
    SAME(SocketH, SO_TYPE);
    SAME(SocketH, SO_ACCEPTCONN);
    SAME(SocketH, SO_DOMAIN);
    SAME(SocketH, SO_PEERCRED);
    SAME(SocketH, SCM_RIGHTS);
    SAME(SocketH, SCM_PIDFD);
    SAME(SocketH, MSG_NOSIGNAL);
    SAME(SocketH, MSG_CMSG_CLOEXEC);
    SAME(SocketH, MSG_CTRUNC);
    SAME(SocketH, MSG_DONTWAIT);
    SAME(SocketH, SHUT_WR);
    IS(SocketH, SOCKADDR_UN_SIZE, sizeof(struct sockaddr_un));
    AT(SocketH, SUN_PATH, struct sockaddr_un, sun_path);
    IS(SocketH, MSGHDR_SIZE, sizeof(struct msghdr));
    AT(SocketH, MSG_IOV, struct msghdr, msg_iov);
    AT(SocketH, MSG_IOVLEN, struct msghdr, msg_iovlen);
    AT(SocketH, MSG_CONTROL, struct msghdr, msg_control);
    AT(SocketH, MSG_CONTROLLEN, struct msghdr, msg_controllen);
    AT(SocketH, MSG_FLAGS, struct msghdr, msg_flags);
    IS(SocketH, CMSGHDR_SIZE, sizeof(struct cmsghdr));
}

static void processes(void) {
    IS(SpawnH, OBJECT_SIZE, LARGER(posix_spawn_file_actions_t, posix_spawnattr_t));
    SAME(SpawnH, POSIX_SPAWN_SETPGROUP);
    SAME(SpawnH, POSIX_SPAWN_SETSIGDEF);
    SAME(SpawnH, POSIX_SPAWN_SETSIGMASK);
    SAME(SpawnH, POSIX_SPAWN_SETSID);
    SAME(PidfdH, PIDFD_SIGNAL_PROCESS_GROUP);
    /* Not PIDFD_GET_INFO: newer headers put the size of a later version into it. */
    IS(PidfdH, PIDFD_GET_INFO, (int)_IOC(_IOC_READ | _IOC_WRITE, 0xFF, _IOC_NR(PIDFD_GET_INFO), PIDFD_INFO_SIZE_VER0));
    SAME(PidfdH, PIDFD_INFO_EXIT);
    IS(PidfdH, INFO_SIZE, PIDFD_INFO_SIZE_VER0);
    AT(PidfdH, INFO_MASK, struct pidfd_info, mask);
    AT(PidfdH, INFO_EXIT_CODE, struct pidfd_info, exit_code);
    IS(PidfdH, PIDFD_THREAD, O_EXCL); /* <linux/pidfd.h> defines it so since Linux 6.9 */
    SAME(WaitH, P_ALL);
    SAME(WaitH, P_PID);
    SAME(WaitH, P_PIDFD);
    SAME(WaitH, WNOHANG);
    SAME(WaitH, WEXITED);
    SAME(WaitH, WSTOPPED);
    SAME(WaitH, WCONTINUED);
    SAME(WaitH, CLD_STOPPED);
    SAME(WaitH, CLD_CONTINUED);
    SAME(WaitH, WNOWAIT);
    SAME(WaitH, CLD_EXITED);
    SAME(WaitH, CLD_KILLED);
    SAME(WaitH, CLD_DUMPED);
    IS(WaitH, RUSAGE_SIZE, sizeof(struct rusage));
    AT(WaitH, RU_UTIME, struct rusage, ru_utime);
    AT(WaitH, RU_STIME, struct rusage, ru_stime);
    AT(WaitH, RU_MAXRSS, struct rusage, ru_maxrss);
}

static void memory(void) {
    SAME(MmanH, PROT_READ);
    SAME(MmanH, PROT_WRITE);
    SAME(MmanH, PROT_EXEC);
    SAME(MmanH, MFD_CLOEXEC);
    SAME(MmanH, MFD_EXEC);
    SAME(MmanH, MAP_PRIVATE);
    SAME(MmanH, MAP_ANONYMOUS);
    IS(MmanH, PRIVATE_ANONYMOUS, MAP_PRIVATE | MAP_ANONYMOUS);
    IS(DlfcnH, DLI_SIZE, sizeof(Dl_info));
    IS(DlfcnH, RTLD_LAZY, RTLD_LAZY);
    IS(DlfcnH, RTLD_NOLOAD, RTLD_NOLOAD);
    AT(DlfcnH, DLI_FNAME, Dl_info, dli_fname);
    AT(DlfcnH, DLI_FBASE, Dl_info, dli_fbase);
    AT(DlfcnH, DLI_SNAME, Dl_info, dli_sname);
}

static void calls(void) {
    IS(SyscallNumbers, READ, SYS_read);
    IS(SyscallNumbers, WRITE, SYS_write);
    IS(SyscallNumbers, OPENAT, SYS_openat);
    IS(SyscallNumbers, CLOSE, SYS_close);
    IS(SyscallNumbers, EXIT_GROUP, SYS_exit_group);
    IS(SyscallNumbers, CHDIR, SYS_chdir);
    IS(SyscallNumbers, PIPE2, SYS_pipe2);
    IS(SyscallNumbers, DUP3, SYS_dup3);
    IS(SyscallNumbers, FCNTL, SYS_fcntl);
    IS(SyscallNumbers, GETDENTS64, SYS_getdents64);
    IS(SyscallNumbers, IOCTL, SYS_ioctl);
    IS(SyscallNumbers, GETPID, SYS_getpid);
    IS(SyscallNumbers, GETPPID, SYS_getppid);
    IS(SyscallNumbers, GETUID, SYS_getuid);
    IS(SyscallNumbers, GETEUID, SYS_geteuid);
    IS(SyscallNumbers, GETTID, SYS_gettid);
    IS(SyscallNumbers, KILL, SYS_kill);
    IS(SyscallNumbers, TGKILL, SYS_tgkill);
    IS(SyscallNumbers, RT_SIGSUSPEND, SYS_rt_sigsuspend);
    IS(SignalH, SYS_SIGSUSPEND, SYS_rt_sigsuspend);
    IS(SyscallNumbers, RT_SIGPROCMASK, SYS_rt_sigprocmask);
    IS(SyscallNumbers, RT_SIGPENDING, SYS_rt_sigpending);
    IS(SyscallNumbers, RT_SIGQUEUEINFO, SYS_rt_sigqueueinfo);
    IS(SyscallNumbers, SIGNALFD4, SYS_signalfd4);
    IS(SyscallNumbers, EVENTFD2, SYS_eventfd2);
    IS(SyscallNumbers, EPOLL_CREATE1, SYS_epoll_create1);
    IS(SyscallNumbers, EPOLL_CTL, SYS_epoll_ctl);
    IS(SyscallNumbers, EPOLL_PWAIT, SYS_epoll_pwait);
    IS(SyscallNumbers, EPOLL_PWAIT2, SYS_epoll_pwait2);
    IS(SyscallNumbers, PPOLL, SYS_ppoll);
    IS(SyscallNumbers, MMAP, SYS_mmap);
    IS(SyscallNumbers, MPROTECT, SYS_mprotect);
    IS(SyscallNumbers, MEMFD_CREATE, SYS_memfd_create);
    IS(SyscallNumbers, PRCTL, SYS_prctl);
    IS(SyscallNumbers, SETITIMER, SYS_setitimer);
    IS(SyscallNumbers, GETITIMER, SYS_getitimer);
    IS(SyscallNumbers, TIMER_CREATE, SYS_timer_create);
    IS(SyscallNumbers, TIMER_SETTIME, SYS_timer_settime);
    IS(SyscallNumbers, TIMER_GETTIME, SYS_timer_gettime);
    IS(SyscallNumbers, TIMER_DELETE, SYS_timer_delete);
    IS(SyscallNumbers, CLOCK_GETTIME, SYS_clock_gettime);
    IS(SyscallNumbers, WAITID, SYS_waitid);
    IS(SyscallNumbers, PIDFD_OPEN, SYS_pidfd_open);
    IS(SyscallNumbers, PIDFD_SEND_SIGNAL, SYS_pidfd_send_signal);
    IS(SyscallNumbers, CLOSE_RANGE, SYS_close_range);
    IS(SyscallNumbers, SOCKET, SYS_socket);
    IS(SyscallNumbers, SOCKETPAIR, SYS_socketpair);
    IS(SyscallNumbers, BIND, SYS_bind);
    IS(SyscallNumbers, LISTEN, SYS_listen);
    IS(SyscallNumbers, ACCEPT4, SYS_accept4);
    IS(SyscallNumbers, CONNECT, SYS_connect);
    IS(SyscallNumbers, SENDTO, SYS_sendto);
    IS(SyscallNumbers, SENDMSG, SYS_sendmsg);
    IS(SyscallNumbers, RECVMSG, SYS_recvmsg);
    IS(SyscallNumbers, GETSOCKOPT, SYS_getsockopt);
    IS(SyscallNumbers, SHUTDOWN, SYS_shutdown);
    SAME(UnistdH, CLOSE_RANGE_UNSHARE);
    SAME(UnistdH, CLOSE_RANGE_CLOEXEC);
}

int main(void) {
    errors();
    signals();
    times();
    descriptors();
    sockets();
    processes();
    memory();
    calls();
    return 0;
}
