"""A small program from its start to its end: start.py handler|child."""

import sys

if sys.argv[1] == "handler":
    import signal

    signal.signal(signal.SIGUSR1, lambda signum, frame: None)
else:
    import subprocess

    subprocess.run(["/bin/true"], check=True)
print("ready")
