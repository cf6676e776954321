# Leaves orphans behind: orphans.py COUNT LIMIT, as the program of an init. Each is a child of a child that
# ends at once. Watches for zombies of its parent meanwhile, and prints
# "left COUNT, oldest zombie N ms"; ends with 1 if one was older than LIMIT milliseconds.
import os, sys, threading, time

count, limit = int(sys.argv[1]), int(sys.argv[2])
parent = os.getppid()
oldest = 0.0
done = False


def zombies():
    """The pids of the parent's zombies. Those of this process are not looked at."""
    for name in os.listdir("/proc"):
        if name.isdigit():
            try:
                with open("/proc/%s/stat" % name, "rb") as file:
                    fields = file.read().rpartition(b") ")[2].split()
            except OSError:
                continue
            if fields[0] == b"Z" and int(fields[1]) == parent:
                yield int(name)


def watch():
    global oldest
    seen = {}
    while True:
        last = done
        now = time.monotonic()
        present = set(zombies())
        # Since a look that began later: a pause of this process makes no zombie older.
        seen = {pid: seen.get(pid, now) for pid in present}
        if seen:
            oldest = max(oldest, max(now - since for since in seen.values()))
        if last and not seen:
            return


watcher = threading.Thread(target=watch)
watcher.start()
for batch in range(0, count, 50):
    helper = os.fork()
    if helper == 0:
        for _ in range(min(50, count - batch)):
            if os.fork() == 0:
                os._exit(0)
        os._exit(0)
    os.waitpid(helper, 0)
done = True
watcher.join()
print("left %d, oldest zombie %d ms" % (count, oldest * 1000), flush=True)
sys.exit(1 if oldest * 1000 > limit else 0)
