"""Runs a program in a pseudo-terminal of its own, as a terminal window does.

Prints "pid N", then what the program writes to the terminal, line by line. Takes commands, one a line:
"type TEXT" (^C is the key) prints "typed" when the terminal has acted on it, "close" closes the
window, "wait" prints "exit N" or "signal N".
"""

import os
import pty
import select
import signal
import sys


def run(command):
    # Python ignores these two, which a program would inherit.
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
    os.execvp(command[0], command)


def say(text):
    print(text, flush=True)


def type_text(text):
    """The echo comes after what the keys do."""
    os.write(window, text.replace("^C", "\x03").encode())
    echo = b""
    while text.encode() not in echo:
        echo += os.read(window, 4096)
    return echo


def wait(pid):
    status = os.waitpid(pid, 0)[1]
    if os.WIFSIGNALED(status):
        say("signal %d" % os.WTERMSIG(status))
    else:
        say("exit %d" % os.WEXITSTATUS(status))


pid, window = pty.fork()
if pid == 0:
    run(sys.argv[1:])
say("pid %d" % pid)
watched = [0, window]
shown = b""
while True:
    ready = select.select(watched, [], [])[0]
    if window in ready:
        try:
            shown += os.read(window, 4096)
        except OSError:  # the program has closed its side
            watched.remove(window)
        *lines, shown = shown.split(b"\n")
        for line in lines:
            say(line.decode().rstrip("\r"))
    if 0 in ready:
        command = sys.stdin.buffer.raw.readline().decode().rstrip("\n")
        if command.startswith("type "):
            shown += type_text(command[5:])
            say("typed")
        elif command == "close":
            # Nobody may be in read() here: the window hangs up when its last user is gone.
            watched.remove(window)
            os.close(window)
        elif command == "wait":
            wait(pid)
        else:
            break
