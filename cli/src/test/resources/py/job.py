# A shell on a terminal of its own: job.py COMMAND... runs it as the job in the foreground. A line
# "type TEXT" on standard input goes to the terminal (^C is one key), "continue" continues the job. The
# output of the terminal is printed, and "stopped", "exited N" or "killed N" for what becomes of the job.
import os, pty, re, signal, sys, termios


def shell(command):
    signal.signal(signal.SIGTTOU, signal.SIG_IGN)
    told, tell = os.pipe()
    job = os.fork()
    if job == 0:
        os.close(tell)
        os.read(told, 1)  # until the shell has said who it is
        os.close(told)
        os.setpgid(0, 0)
        os.tcsetpgrp(0, os.getpgrp())
        signal.signal(signal.SIGTTOU, signal.SIG_DFL)
        os.execvp(command[0], command)
    signal.signal(signal.SIGUSR1, lambda *_: os.killpg(job, signal.SIGCONT))
    print("shell", os.getpid(), "job", job, flush=True)
    os.close(tell)
    while True:
        _, status = os.waitpid(job, os.WUNTRACED)
        if os.WIFSTOPPED(status):
            print("stopped", flush=True)
        elif os.WIFSIGNALED(status):
            print("killed", os.WTERMSIG(status), flush=True)
            return
        else:
            print("exited", os.WEXITSTATUS(status), flush=True)
            return


def keyboard(terminal, leader):
    for line in sys.stdin:
        if line.startswith("type "):
            os.write(terminal, line[5:].rstrip("\n").replace("^C", "\x03").replace("^Z", "\x1a").encode())
        else:
            os.kill(leader, signal.SIGUSR1)


leader, terminal = pty.fork()
if leader == 0:
    attributes = termios.tcgetattr(0)
    attributes[1] &= ~termios.ONLCR
    attributes[3] &= ~termios.ECHO
    termios.tcsetattr(0, termios.TCSANOW, attributes)
    shell(sys.argv[1:])
    while True:
        signal.pause()  # its end is a hang-up, and the kernel drops what is not yet read from the terminal
if os.fork() == 0:
    keyboard(terminal, leader)
    os._exit(0)
shown = b""
while not re.search(rb"^(exited|killed) \d+\n", shown, re.MULTILINE):
    output = os.read(terminal, 1024)
    os.write(1, output)
    shown += output
