# Leaves orphans behind: orphans.py COUNT, as the program of an init. Each is a child of a child that
# ends at once. Another process watches for zombies of the init meanwhile, until there is none. Prints
# "left COUNT, oldest zombie N ms".
import os, sys, time

count = int(sys.argv[1])
init = os.getppid()
orphans = "/proc/%d/task/%d/children" % (init, init)


def is_zombie(pid):
    try:
        with open(b"/proc/%s/stat" % pid, "rb") as file:
            fields = file.read().rpartition(b") ")[2].split()
    except OSError:
        return False
    return fields[0] == b"Z" and int(fields[1]) == init


def watch(end):
    """The longest time for which a process was certainly a zombie: from the end of the first look at it that
    found one to the beginning of the last. A pause of this process makes none older."""
    os.set_blocking(end, False)
    oldest, seen, last = 0.0, {}, False
    while not last or seen:
        try:
            last = last or os.read(end, 1) == b""
        except BlockingIOError:
            pass
        with open(orphans, "rb") as file:
            listed = file.read().split()
        present = {}
        for pid in listed:
            before = time.monotonic()
            if is_zombie(pid):
                since = present[pid] = seen.get(pid) or time.monotonic()
                oldest = max(oldest, before - since)
        seen = present
    return oldest


end, ours = os.pipe()
result, theirs = os.pipe()
if os.fork() == 0:
    os.close(ours)
    os.write(theirs, b"%d" % (watch(end) * 1000))
    os._exit(0)
os.close(theirs)
for batch in range(0, count, 50):
    helper = os.fork()
    if helper == 0:
        for _ in range(min(50, count - batch)):
            if os.fork() == 0:
                os._exit(0)
        os._exit(0)
    os.waitpid(helper, 0)
os.close(ours)
print("left %d, oldest zombie %d ms" % (count, int(os.read(result, 100))), flush=True)
