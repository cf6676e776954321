"""Notes when each SIGUSR1 arrives in a signal handler: handler.py BOARD."""

import mmap
import os
import signal
import sys
import time

SLOTS = 65536
ARRIVED = 4096 // 8 + SLOTS

with open(sys.argv[1], "r+b") as file:
    board = memoryview(mmap.mmap(file.fileno(), 0)).cast("q")


def handler(signum, frame):
    arrived = time.monotonic_ns()
    n = board[0]
    board[ARRIVED + n % SLOTS] = arrived
    board[0] = n + 1


signal.signal(signal.SIGUSR1, handler)
print("ready", os.getpid(), flush=True)
# Not signal.pause(): a signal between the interpreter's last look and the system call would find
# its handler called only with the next one. Here it waits a second at most.
while True:
    time.sleep(1)
