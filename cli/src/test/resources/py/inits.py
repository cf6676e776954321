# What tini and dumb-init do, case by case, asked of any program that takes their command lines:
#
#   inits.py tini|dumb-init|texts-tini|texts-dumb-init COMMAND...
#
# prints a line "NAME<tab>RESULT" for each case. Several cases run at once. A result has no pid, time or
# path in it, so that the results of two programs can be compared.
import concurrent.futures, ctypes, fcntl, os, pty, re, signal, subprocess, sys, termios, threading, time

LIMIT = 30
PR_SET_CHILD_SUBREAPER = 36
libc = ctypes.CDLL(None, use_errno=True)
SELF = os.path.abspath(__file__)
PYTHON = [sys.executable, "-u", SELF]
NAMESPACE = ["unshare", "--pid", "--fork", "--mount-proc", "--kill-child"]
LONG = "--long" in sys.argv


# ---- the other side: programs that are run -----------------------------------------------------------


def print_signals(*numbers):
    """Prints each signal that it gets. Those in the list are blocked one after the other, none is lost."""
    caught = {int(number) for number in numbers} or set(range(1, 32)) - {9, 17, 19}
    signal.pthread_sigmask(signal.SIG_BLOCK, caught)
    print("ready", os.getpid(), flush=True)
    while True:
        print(int(signal.sigwait(caught)), flush=True)


def default_signals():
    for number in (signal.SIGTERM, signal.SIGUSR1, signal.SIGUSR2):
        signal.signal(number, signal.SIG_DFL)
    print("ready", flush=True)
    time.sleep(LIMIT)


def leave_orphans(count):
    """Its helper starts programs and ends. It waits until its parent has no other child than itself."""
    helper = "import os\nfor i in range(" + count + "): os.spawnlp(os.P_NOWAIT, 'sleep', 'sleep', '0.' + str(2 + i % 5))"
    subprocess.run([sys.executable, "-c", helper], check=True)
    parent = os.getppid()
    end = time.monotonic() + LIMIT
    while time.monotonic() < end:
        others = [pid for pid, fields in processes() if fields[1] == str(parent) and pid != os.getpid()]
        if not others:
            strays = [f for pid, f in processes() if pid != os.getpid() and f[2] == str(os.getpgrp())]
            sys.exit(1 if strays else 0)
        time.sleep(0.05)
    sys.exit(2)


def ignoring_parent():
    signal.signal(signal.SIGUSR1, signal.SIG_IGN)
    sleep = subprocess.Popen(["sleep", "100"], preexec_fn=lambda: signal.signal(signal.SIGUSR1, signal.SIG_DFL))
    print("ready", sleep.pid, flush=True)
    sleep.wait()


def kill_parents_parent(pid):
    signal.signal(signal.SIGUSR1, lambda *_: (print("got", flush=True), os._exit(0)))
    print("ready", flush=True)
    os.kill(int(pid), signal.SIGKILL)
    time.sleep(LIMIT)


# ---- means -------------------------------------------------------------------------------------------


def processes():
    """Of each process the pid, and the fields of its stat file after the name: state, parent, group."""
    for name in os.listdir("/proc"):
        if name.isdigit():
            try:
                with open("/proc/%s/stat" % name) as file:
                    yield int(name), file.read().rpartition(") ")[2].split()
            except OSError:
                pass


def state(pid):
    try:
        with open("/proc/%d/stat" % pid) as file:
            return file.read().rpartition(") ")[2][0]
    except OSError:
        return "gone"


def name_of(pid):
    try:
        with open("/proc/%d/comm" % pid) as file:
            return file.read().strip()
    except OSError:
        return ""


def alive(pid):
    return state(pid) not in ("gone", "Z", "X")


def until(what, condition, limit=LIMIT):
    end = time.monotonic() + limit
    while not condition():
        if time.monotonic() > end:
            raise AssertionError("not within %d s: %s" % (limit, what))
        time.sleep(0.01)


def descendants(pid):
    known = {pid}
    table = list(processes())
    grown = True
    while grown:
        more = {p for p, fields in table if int(fields[1]) in known and fields[0] != "Z"}
        grown = not more <= known
        known |= more
    return known - {pid}


def status(code):
    return 128 - code if code < 0 else code


def run(command, stdin="", **options):
    done = subprocess.run(command, input=stdin, capture_output=True, text=True, timeout=LIMIT, **options)
    return status(done.returncode), done.stdout, done.stderr


def start(command, **options):
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **options)


def end(process):
    out, err = process.communicate(timeout=LIMIT)
    return status(process.returncode), out, err


def env(**variables):
    return dict(os.environ, **variables)


def plain(text, name):
    """Without what may differ by design: the path in front of a message, pids, and our own name."""
    text = re.sub(r"(?m)^\S*%s: " % name, name + ": ", text)
    text = re.sub(r"(Usage: |Try )\S*%s" % name, r"\1" + name, text)
    text = re.sub(r"tini \(\d+\)", "tini (PID)", text)
    return text.replace(" - signalman", "")


class Screen:
    """A command on a terminal of its own, whose session it leads."""

    def __init__(self, command):
        self.master, slave = pty.openpty()
        attributes = termios.tcgetattr(slave)
        attributes[1] &= ~termios.OPOST
        attributes[3] &= ~termios.ECHO
        termios.tcsetattr(slave, termios.TCSANOW, attributes)
        self.process = subprocess.Popen(
            command,
            stdin=slave,
            stdout=slave,
            stderr=slave,
            start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
        )
        os.close(slave)
        self.shown = b""
        self.ended = threading.Event()
        threading.Thread(target=self.read, daemon=True).start()

    def read(self):
        while True:
            try:
                chunk = os.read(self.master, 1024)
            except OSError:
                chunk = b""
            if not chunk:
                self.ended.set()
                return
            self.shown += chunk

    def type(self, keys):
        os.write(self.master, keys)

    def sees(self, pattern):
        until(repr(pattern) + " in " + repr(self.shown), lambda: re.search(pattern, self.shown))

    def end(self):
        code = self.process.wait(LIMIT)
        self.ended.wait(LIMIT)
        return status(code)


# ---- tini --------------------------------------------------------------------------------------------


def tini_cases(T):
    orphans = "30"

    def version():
        code, out, err = run(T + ["--version"])
        return "%d %d %s" % (code, len(out.splitlines()), err)

    def no_program():
        code, out, err = run(T)
        return "%d %s%s" % (code, out, plain(err, "tini").splitlines()[0])

    def help_and_wrong_option():
        code, out, _ = run(T + ["-h"])
        wrong, _, err = run(T + ["-z"])
        return "%d %s, %d %s" % (code, plain(out, "tini").splitlines()[0], wrong, plain(err, "tini").splitlines()[0])

    def expected_statuses():
        codes = range(256) if LONG else (0, 1, 137, 255)
        return str(set(run(T + ["-e", str(n), "--", "sh", "-c", "exit %d" % n])[0] for n in codes))

    def other_expected_statuses():
        wrong = []
        for n in range(256) if LONG else (3, 200):
            others = [word for other in range(256) if other != n for word in ("-e", str(other))]
            code, _, _ = run(T + others + ["--", "sh", "-c", "exit %d" % n])
            wrong += [] if code == n else [(n, code)]
        return str(wrong)

    def failed(program):
        code, _, err = run(T + ["-s", program])
        return "%d %s" % (code, plain(err, "tini").strip())

    def input_is_the_programs():
        return str(run(T + ["-s", "sh"], "echo $((6 * 7)); exit 5")[:2])

    def reaping(before, options, variables=None, prefix=()):
        code, _, err = run(
            list(prefix) + T + options + ["--"] + PYTHON + ["leave-orphans", orphans],
            env=env(**(variables or {})),
            preexec_fn=before,
        )
        warned = "zombie reaping won't work" in err
        return "%d warned=%s told=%d" % (code, warned, err.count("Reaped zombie process with pid="))

    def adopting():
        libc.prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)

    def not_reaping():
        code, _, err = run(
            T + ["--", "sh", "-c", "sh -c 'sleep 0.2 & echo $!' | (read orphan; until [ -n \"$(grep -s -l . /proc/$orphan/stat)\" ]; do :; done; ps -o ppid= $orphan)"],
            env=env(TINI_VERBOSITY="1"),
        )
        return "%d warned=%s" % (code, "zombie reaping won't work" in err)

    def ended_by(signals):
        codes = []
        for name in signals:
            process = start(T + ["-s", "--"] + PYTHON + ["default-signals"])
            process.stdout.readline()
            process.send_signal(getattr(signal, name))
            codes.append(end(process)[0])
        return str(codes)

    def group(options, variables):
        process = start(T + options + ["-s", "--"] + PYTHON + ["ignoring-parent"], env=env(**variables))
        sleep = int(process.stdout.readline().split()[1])
        process.send_signal(signal.SIGUSR1)
        code = end(process)[0]
        return "%d %s" % (code, alive(sleep))

    def not_the_group():
        process = start(T + ["-s", "--"] + PYTHON + ["ignoring-parent"])
        sleep = int(process.stdout.readline().split()[1])
        process.send_signal(signal.SIGUSR1)
        process.send_signal(signal.SIGTERM)
        code = status(process.wait(LIMIT))
        left = alive(sleep)
        os.kill(sleep, signal.SIGKILL)
        return "%d %s" % (code, left)

    def configuration():
        def prepare():
            for number in (signal.SIGTTOU, signal.SIGSEGV, signal.SIGINT):
                signal.signal(number, signal.SIG_IGN)
            signal.pthread_sigmask(signal.SIG_SETMASK, {signal.SIGTTIN, signal.SIGILL, signal.SIGTERM})

        _, out, _ = run(T + ["-s", "cat", "/proc/self/status"], preexec_fn=prepare)
        masks = dict(line.split(":\t") for line in out.splitlines() if ":\t" in line)
        names = []
        for key in ("SigIgn", "SigBlk"):
            mask = int(masks[key], 16)
            names.append(" ".join(s.name[3:] for s in sorted(signal.Signals) if mask >> (s - 1) & 1))
        return "ignored %s, blocked %s" % tuple(names)

    def parents_death():
        # The shell stays the parent of T, and its program kills the shell.
        script = '"$@" $$; :'
        process = start(["sh", "-c", script, "sh"] + T + ["-s", "-p", "SIGUSR1", "--"] + PYTHON + ["kill-parents-parent"])
        out = process.stdout.read()
        return out.replace("\n", " ") + str(status(process.wait(LIMIT)))

    def shell_on_terminal():
        screen = Screen(T + ["-s", "sh"])
        screen.sees(rb"[$#] ")
        screen.type(b"set -m; echo flags=$-\n")
        screen.sees(rb"flags=\w*")
        screen.type(b"exit 0\n")
        return "%d %s" % (screen.end(), b"job control turned off" in screen.shown or b"can't access" in screen.shown)

    def control_c():
        screen = Screen(T + ["-s", "--", "sh", "-c", "while :; do echo x; sleep .1; done"])
        screen.sees(rb"x")
        screen.type(b"\x03")
        return str(screen.end())

    def first_process_signal():
        code, _, _ = run(NAMESPACE + T + ["--", "sh", "-c", "kill -TERM 1; sleep %d" % LIMIT])
        return str(code)

    def first_process_failure():
        code, _, err = run(NAMESPACE + T + ["foobar123"])
        return "%d %s" % (code, plain(err, "tini").strip())

    return {
        "t1 version": version,
        "t2 no program": no_program,
        "t3 help and a wrong option": help_and_wrong_option,
        "t4 expected statuses become 0": expected_statuses,
        "t5 others stay": other_expected_statuses,
        "t6 no such program": lambda: failed("foobar123"),
        "t7 not a program": lambda: failed("/etc"),
        "t8 input": input_is_the_programs,
        "t9 orphans": lambda: reaping(None, ["-s"]),
        "t10 orphans by variable": lambda: reaping(None, [], {"TINI_SUBREAPER": ""}),
        "t10 orphans by inheritance": lambda: reaping(adopting, []),
        "t11 orphans told": lambda: reaping(None, ["-s", "-w"]),
        "t12 no orphans": not_reaping,
        "t13 ended by signals": lambda: ended_by(["SIGTERM", "SIGUSR1", "SIGUSR2"]),
        "t14 group by option": lambda: group(["-g"], {}),
        "t14 group by variable": lambda: group([], {"TINI_KILL_PROCESS_GROUP": "1"}),
        "t14 not the group": not_the_group,
        "t15 ignored and blocked": configuration,
        "t16 parent's death": parents_death,
        "t17 shell on a terminal": shell_on_terminal,
        "t18 control-C": control_c,
        "t19 first process, orphans": lambda: reaping(None, [], prefix=NAMESPACE),
        "t19 first process, signal": first_process_signal,
        "t19 first process, failure": first_process_failure,
    }


# ---- dumb-init ---------------------------------------------------------------------------------------


def dumb_init_cases(T, hotspot):
    modes = {"session": [], "single": ["-c"]}

    def printing(options, *numbers):
        process = start(T + options + PYTHON + ["print-signals"] + [str(n) for n in numbers])
        process.child = int(process.stdout.readline().split()[1])
        return process

    def says(process, number):
        process.send_signal(number)
        return int(process.stdout.readline())

    def finish(process):
        os.kill(process.child, signal.SIGKILL)
        return end(process)[0]

    def no_program():
        code, out, err = run(T)
        return "%d %s%d" % (code, out, len(err.splitlines()))

    def wrong_option():
        code, _, err = run(T + ["--yolo", "/bin/true"])
        return "%d %s" % (code, plain(err, "dumb-init").strip())

    def texts():
        results = [run(T + [option]) for option in ("-h", "--help", "-V", "--version")]
        return str([(code, out, plain(err, "dumb-init").splitlines()[0]) for code, out, err in results])

    def verbose():
        code, out, err = run(T + ["-v", "echo", "oh,", "hi"])
        lines = [re.sub(r"PID \d+", "PID N", line) for line in err.splitlines()]
        told = [line[12:] for line in lines if re.match(r"\[dumb-init\] (Child|Received|A child|Forwarded)", line)]
        return "%d %s %s" % (code, out.strip(), " | ".join(told))

    def wrong_rewrites():
        results = set()
        for words in (
            ["-r", ""],
            ["-r", "herp"],
            ["-r", "herp:derp"],
            ["-r", "15"],
            ["-r", "15::12"],
            ["-r", "15:derp"],
            ["-r", "15:12", "-r", "0"],
            ["-r", "15:12", "-r", "1:32"],
        ):
            code, _, err = run(T + words + ["true"])
            results.add("%d %d %s" % (code, len(err.splitlines()), err.splitlines()[0]))
        for words in (["-r"], ["-r", "15:12", "-r"]):
            code, _, err = run(T + words)
            results.add("%d %s" % (code, plain(err, "dumb-init").strip()))
        return " | ".join(sorted(results))

    def statuses():
        return str([run(T + ["sh", "-c", "exit %d" % n])[0] for n in (0, 1, 2, 32, 64, 127, 254, 255)])

    def ended_by_signal():
        return str([run(T + ["sh", "-c", "kill -%s $$" % name])[0] for name in ("TERM", "HUP", "QUIT", "KILL")])

    def every_signal(options):
        left_out = {9, 17, 19, 20, 21, 22} | ({4, 7, 8, 11} if hotspot else set())
        process = printing(options)
        wrong = [n for n in range(1, 32) if n not in left_out and says(process, n) != n]
        return "%s %d" % (wrong, finish(process))

    def rewriting(options):
        results = []
        for words, sequence in (
            (["-r", "15:2"], (15, 3, 18, 2)),
            (["-r", "15:2", "-r", "2:15", "-r", "3:3"], (15, 3, 18, 2)),
            (["-r", "1:31", "-r", "31:1"], (1, 31)),
        ):
            process = printing(options + words)
            results.append([says(process, number) for number in sequence])
            finish(process)
        return str(results)

    def dropping(options):
        process = printing(options + ["-r", "15:3", "-r", "2:0", "-r", "28:0"])
        process.send_signal(15)
        process.send_signal(2)
        first = int(process.stdout.readline())
        process.send_signal(28)
        process.send_signal(1)
        second = int(process.stdout.readline())
        finish(process)
        return "%d %d" % (first, second)

    def suspending(options, prints):
        results = []
        process = printing(options, *range(1, 9), *range(10, 17), 18, *range(20, 32))
        for number in (20, 22, 21):
            process.send_signal(number)
            if prints:
                results.append(int(process.stdout.readline()))
            else:
                until("program stopped", lambda: state(process.child) == "T")
            until("both stopped", lambda: state(process.pid) == "T")
            process.send_signal(18)
            results.append(int(process.stdout.readline()))
            until("both continue", lambda: state(process.pid) != "T" and state(process.child) != "T")
        finish(process)
        return str(results)

    def pipelines(options, left):
        process = start(T + options + ["sh", "-c", "sleep 90 | tail & sleep 90 | tail >&2"])
        until("all run", lambda: len(all_names(process)) == 4)
        everyone = descendants(process.pid)
        process.send_signal(signal.SIGTERM)
        code = status(process.wait(LIMIT))
        until("%d are left" % left, lambda: sum(map(alive, everyone)) == left)
        time.sleep(0.2)
        count = sum(map(alive, everyone))
        for pid in everyone:
            if alive(pid):
                os.kill(pid, signal.SIGKILL)
        return "%d %d" % (code, count)

    def all_names(process):
        return [name for name in map(name_of, descendants(process.pid)) if name in ("sleep", "tail")]

    def leaving(options, gets_term):
        """The program ends once the process that it leaves behind is ready."""
        script = '"$@" & read -r go; exit 0'
        process = subprocess.Popen(
            T + options + ["sh", "-c", script, "sh"] + PYTHON + ["print-signals"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        left = int(process.stdout.readline().split()[1])
        process.stdin.write("go\n")
        process.stdin.flush()
        code = status(process.wait(LIMIT))
        got = []
        if gets_term:
            got.append(int(process.stdout.readline()))
        for number in (1, 2, 3):
            os.kill(left, number)
            got.append(int(process.stdout.readline()))
        os.kill(left, signal.SIGKILL)
        return "%d %s" % (code, got)

    def no_such_program():
        results = []
        for options in ([], ["-c"], ["--"], ["-c", "--"]):
            code, _, err = run(T + options + ["/doesnotexist"])
            results.append("%d %s" % (code, err.strip()))
        return str(set(results))

    def directory():
        script = "readlink /proc/$PPID/cwd; pwd"
        results = {run(T + ["sh", "-c", script], cwd="/tmp")[1] for _ in range(1000 if LONG else 5)}
        return " | ".join(sorted(results)).replace("\n", " ")

    def tac():
        screen = Screen(T + ["tac"])
        time.sleep(0)
        screen.type(b"1\n2\n3\n")
        screen.type(b"\x04\x04")
        code = screen.end()
        return "%d %s" % (code, screen.shown.decode().replace("\n", " "))

    def bash(options):
        screen = Screen(T + options + ["bash", "-m"])
        screen.type(b'echo "flags are: [[$-]]"\n')
        screen.type(b"exit 0\n")
        code = screen.end()
        flags = re.search(rb"flags are: \[\[(\w+)\]\]\n", screen.shown)
        return "%d %s" % (code, bool(flags) and b"m" in flags.group(1))

    def hand_over():
        screen = Screen(T + ["-v", "sleep", "20"])
        screen.sees(rb"Child spawned")
        screen.sees(rb"Ignoring tty hand-off signal 1\.")
        screen.sees(rb"Ignoring tty hand-off signal 18\.")
        until("it has become sleep", lambda: "sleep" in [name_of(pid) for pid in descendants(screen.process.pid)])
        screen.process.send_signal(signal.SIGHUP)
        code = screen.end()
        return "%d %s" % (code, b"Forwarded signal 1 to children." in screen.shown)

    def first_process():
        script = "bash -euc 'bash -euc \"sleep 0.1 &\" & bash -euc \"sleep 0.2 &\"'; "
        script += "for i in $(seq 100); do zombies=$(grep -s ^State:.Z /proc/[0-9]*/status | wc -l); others=$(pgrep -c sleep); [ $zombies = 0 ] && [ $others = 0 ] && break; /bin/sleep 0.05; done; echo $zombies"
        code, out, err = run(NAMESPACE + T + ["bash", "-c", script.replace("/bin/sleep 0.05", "read -t 0.05 <> <(:)")])
        return "%d %s" % (code, out.strip())

    def nested():
        return str(run(T + ["-c"] + T + ["-c", "echo", "hi"]))

    cases = {
        "d1 no program": no_program,
        "d2 wrong option": wrong_option,
        "d3 texts": texts,
        "d4 verbose": verbose,
        "d5 wrong rewrites": wrong_rewrites,
        "d6 statuses": statuses,
        "d7 ended by a signal": ended_by_signal,
        "d11 session stops": lambda: suspending([], False),
        "d12 single child stops": lambda: suspending(["-c"], True),
        "d13 rewritten and still stops": lambda: suspending(["-r", "21:15", "-r", "22:2", "-r", "20:1"], True),
        "d14 whole session ends": lambda: pipelines([], 0),
        "d14 single child ends": lambda: pipelines(["-c"], 4),
        "d15 left behind in the session": lambda: leaving([], True),
        "d15 left behind by a single child": lambda: leaving(["-c"], False),
        "d16 no such program": no_such_program,
        "d17 directory": directory,
        "d18 terminal": tac,
        "d19 job control": lambda: bash([]),
        "d19 job control of a single child": lambda: bash(["-c"]),
        "d20 hand-over of the terminal": hand_over,
        "d21 first process": first_process,
        "d22 nested": nested,
    }
    for mode, options in modes.items():
        for debug in ([], ["-v"]) if LONG else ([],):
            suffix = mode + (" verbose" if debug else "")
            cases["d8 every signal, " + suffix] = lambda o=options + debug: every_signal(o)
            cases["d9 rewriting, " + suffix] = lambda o=options + debug: rewriting(o)
            cases["d10 dropping, " + suffix] = lambda o=options + debug: dropping(o)
    return cases


# ---- whole texts -------------------------------------------------------------------------------------


def texts(name, T, lines):
    def text(words, variables):
        code, out, err = run(T + words, env=env(**variables))
        return "%d <%s> <%s>" % (code, plain(out, name), plain(err, name))

    return {"%s %s" % (" ".join(words), variables): (lambda w=words, v=variables: text(w, v)) for words, variables in lines}


TINI_TEXTS = [
    ([], {}), (["-h"], {}), (["-z"], {}), (["-p"], {}), (["-e"], {}), (["--"], {}), (["--version"], {}),
    (["--version", "x"], {}), (["-p", "TERM", "x"], {}), (["-e", "256", "x"], {}), (["-e", "x", "x"], {}),
    (["-e", "", "true"], {"TINI_SUBREAPER": ""}), (["-svh"], {}), (["sh", "-c", "exit 3"], {}),
    (["sh", "-c", "exit 3"], {"POSIXLY_CORRECT": "", "TINI_SUBREAPER": ""}),
    (["foobar123"], {"TINI_VERBOSITY": "0"}), (["--", "--version"], {}), (["true"], {}), (["true"], {"TINI_VERBOSITY": "x"}),
    (["-s", "--", "sh", "-c", "kill -USR1 $$"], {"TINI_VERBOSITY": "1"}), (["/etc"], {"TINI_SUBREAPER": "1"}),
    (["/etc/passwd/x"], {"TINI_SUBREAPER": "1"}), (["-e", "127", "foobar123"], {"TINI_SUBREAPER": "1"}),
]
DUMB_INIT_TEXTS = [
    ([], {}), (["-h"], {}), (["--help"], {}), (["-V"], {}), (["--version"], {}), (["--yolo"], {}), (["-x"], {}), (["-r"], {}),
    (["--rewrite"], {}), (["--ver"], {}), (["--help=3"], {}), (["-r", "herp", "true"], {}), (["-r15:12x", "true"], {}),
    (["-r", "15: 12", "true"], {}), (["--rewrite=1:2", "true"], {}), (["/doesnotexist"], {}), (["/etc"], {}), (["-c", "--", "-x"], {}),
    (["-c", "--"], {}), (["--c", "true"], {}), (["-cVh"], {}), (["true"], {"DUMB_INIT_SETSID": "0"}),
]


def main(kind, T):
    libc.prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    cases = {
        "tini": lambda: tini_cases(T),
        "dumb-init": lambda: dumb_init_cases(T, any(word.endswith("signalman") for word in T)),
        "texts-tini": lambda: texts("tini", T, TINI_TEXTS),
        "texts-dumb-init": lambda: texts("dumb-init", T, DUMB_INIT_TEXTS),
    }[kind]()

    def result(case):
        try:
            return case()
        except Exception as e:
            return "%s: %s" % (type(e).__name__, e)

    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        futures = {name: pool.submit(result, case) for name, case in cases.items()}
        for name, future in futures.items():
            print("%s\t%s" % (name, future.result().replace("\n", "/")), flush=True)
    for pid in descendants(os.getpid()):
        try:
            os.kill(pid, signal.SIGKILL)
        except OSError:
            pass


PROGRAMS = {
    "print-signals": print_signals,
    "default-signals": default_signals,
    "leave-orphans": leave_orphans,
    "ignoring-parent": ignoring_parent,
    "kill-parents-parent": kill_parents_parent,
}
arguments = [word for word in sys.argv[1:] if word != "--long"]
if arguments[0] in PROGRAMS:
    PROGRAMS[arguments[0]](*arguments[1:])
else:
    main(arguments[0], arguments[1:])
