# Prints "ready PID" and the number of each signal that it gets, in the order of delivery. Ends at QUIT.
import os, signal

ALL = {n for n in range(1, 65) if n not in (9, 19, 32, 33)}
signal.pthread_sigmask(signal.SIG_BLOCK, ALL)
print("ready", os.getpid(), flush=True)
number = 0
while number != signal.SIGQUIT:
    number = signal.sigwait(ALL)
    print(int(number), flush=True)
