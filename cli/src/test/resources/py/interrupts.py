# What becomes of a job that is interrupted: interrupts.py KEY MOMENTS COMMAND... runs the command as the
# job in the foreground of a terminal of its own, once for each of the MOMENTS, seconds with commas
# between them, and then presses the KEY, ^C or ^\, or hangs up. It prints a line for each: the moment,
# then "exited N" or "killed N".
import concurrent.futures, os, pty, signal, sys, time

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
    os.write(report, b"started\n")
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
    lines.readline()
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


key, command = sys.argv[1], sys.argv[3:]
moments = [float(moment) for moment in sys.argv[2].split(",")]
with concurrent.futures.ThreadPoolExecutor(3) as threads:
    for line in threads.map(lambda moment: run(key, moment, command), moments):
        print(line, flush=True)
