# What becomes of a job that is interrupted: interrupts.py KEY MOMENTS COMMAND... runs the command as the
# job in the foreground of a terminal of its own, once for each of the MOMENTS, seconds with commas
# between them, and then presses the KEY, ^C or ^\, or hangs up. It prints a line for each: the moment,
# then "exited N" or "killed N".
#
# With --loop before the KEY, the command is a shell that starts programs, and the moments count from the
# time when its first one runs. Before that, what comes between the fork and the exec of a dash is lost
# in the child, which has the handler of the shell.
import concurrent.futures, os, pty, signal, sys, time

SHELLS = ["sh", "dash", "bash"]
KEYS = {"^C": b"\x03", "^\\": b"\x1c"}


def job(command, report):
    signal.signal(signal.SIGTTOU, signal.SIG_IGN)
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # before there is a job that would have the handler of Python
    told, tell = os.pipe()
    job = os.fork()
    if job == 0:
        signal.signal(signal.SIGTTOU, signal.SIG_DFL)
        os.read(told, 1)
        os.close(told)
        os.close(tell)
        os.execvp(command[0], command)
    os.setpgid(job, job)
    os.tcsetpgrp(0, job)
    os.write(report, b"started %d\n" % job)
    os.write(tell, b"x")
    _, status = os.waitpid(job, 0)
    how = "killed %d" % os.WTERMSIG(status) if os.WIFSIGNALED(status) else "exited %d" % os.WEXITSTATUS(status)
    os.write(report, how.encode() + b"\n")


def session(command, report):
    os.dup2(report, 3)
    os.closerange(4, 256)  # the other terminals: one that is open anywhere does not hang up
    waiter = os.fork()
    if waiter == 0:
        os.setpgid(0, 0)
        job(command, 3)
        os._exit(0)
    os.close(3)
    os.waitpid(waiter, 0)  # a hang-up ends this process, the leader, and that is one for the job


def await_program(shell):
    while True:
        try:
            with open("/proc/%d/task/%d/children" % (shell, shell)) as children:
                for child in children.read().split():
                    with open("/proc/%s/comm" % child) as comm:
                        if comm.read().strip() not in SHELLS:
                            return
        except (FileNotFoundError, ProcessLookupError):
            pass  # it has ended meanwhile
        time.sleep(0.002)


def run(key, moment, command):
    reading, report = os.pipe()
    leader, terminal = pty.fork()
    if leader == 0:
        try:
            session(command, report)
        finally:
            os._exit(1)
    os.close(report)
    lines = os.fdopen(reading)
    shell = int(lines.readline().split()[1])
    if loop:
        await_program(shell)
    time.sleep(moment)
    if key in KEYS:
        os.write(terminal, KEYS[key])
    else:
        os.close(terminal)
    how = lines.readline().strip()
    os.waitpid(leader, 0)
    if key in KEYS:
        os.close(terminal)
    return "%.3f %s" % (moment, how)


loop = sys.argv[1] == "--loop"
key, moments, *command = sys.argv[2 if loop else 1:]
moments = [float(moment) for moment in moments.split(",")]
with concurrent.futures.ThreadPoolExecutor(3) as threads:
    for line in threads.map(lambda moment: run(key, moment, command), moments):
        print(line, flush=True)
