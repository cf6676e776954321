package dev.signalman.process;

import dev.signalman.Signal;
import dev.signalman.SignalSet;
import dev.signalman.internal.kernel.Calls;
import dev.signalman.internal.trampoline.TrampolineImage;
import dev.signalman.io.Fd;
import dev.signalman.posix.MmanH;
import dev.signalman.posix.StdlibH;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The description of a child process, which it also starts (posix_spawn(3)).
///
/// ```java
/// Child sort = Spawn.of("sort", "-n").stdin(Stdio.pipe()).stdout(Stdio.pipe()).start();
/// ```
///
/// Unless set otherwise, a child inherits the environment, the directory and descriptors 0, 1 and
/// 2, and nothing else: every other descriptor is closed in it, its signal mask is empty, and every
/// signal has its default action, also those that this process ignores. It does not inherit the
/// variables by which a service manager talks to this process ([#inheritServiceManager]).
///
/// ```java
/// Child server =
///     Spawn.of("server", "--socket-fd", "3")
///         .env("MODE", "test")
///         .unsetEnv("HOME")
///         .directory(Path.of("/srv"))
///         .stdin(Stdio.discard())
///         .stdout(Stdio.appendTo(Path.of("/var/log/server")))
///         .stderr(Stdio.merged())
///         .fd(3, pair.right().fd())
///         .newGroup()
///         .start();
/// ```
///
/// A child inherits this process's limits (getrlimit(2)). HotSpot raises the limit of open
/// descriptors to the hard limit when it starts, which can be a million: programs that go through
/// all numbers get slow, and programs that use select(2) get numbers that it cannot take. Start
/// `java` with `-XX:-MaxFDLimit` to keep the old limit, or start the child through `prlimit
/// --nofile=1024:`.
///
/// A child takes properties of threads from the thread that makes it: CPU affinity, nice value and
/// scheduling class (sched(7)). That is the thread of `main` if `main` starts the child, otherwise
/// a thread of this library, which took them from the first thread that needed it.
///
/// From Linux 5.4 on, a child is held and waited for by a descriptor; [Child] says what happens on
/// older kernels.
///
/// In [dev.signalman.Capabilities.Mode#PORTABLE] `ProcessBuilder` starts the child: with command,
/// environment, directory, files and pipes. Signals that this process ignores stay ignored in it.
/// [#start] throws an `UnsupportedOperationException` for a description with anything else: a
/// group, a session, a mask, other descriptors, an end with the parent.
///
/// The program is looked up on this process's PATH unless its name has a slash. Methods change this
/// object and return it; it may be started several times, but not used by several threads at once.
/// [#plan] gives a description that does not change.
public final class Spawn {
  // SpawnPlan copies all of these.
  final List<String> command;
  final Map<Integer, Fd> descriptors = new TreeMap<>();
  Environment environment = Environment.ofChildren();
  @Nullable Path directory;
  Stdio stdin = Stdio.inherit();
  Stdio stdout = Stdio.inherit();
  Stdio stderr = Stdio.inherit();
  SpawnPlan.Placement placement = SpawnPlan.Placement.SAME_GROUP;
  int group;
  @Nullable StopPlan stopPlan;
  @Nullable Signal signalAtParentsEnd;
  @Nullable Fd terminal;
  SignalSet mask = SignalSet.none();
  SignalSet inherited = SignalSet.none();

  private Spawn(List<String> command) {
    if (command.isEmpty()) {
      throw new IllegalArgumentException("a child needs a program to run");
    }
    this.command = List.copyOf(command);
    for (String argument : this.command) {
      checkNoNul("argument", argument);
    }
  }

  /// A child that runs a program with arguments, which it gets in UTF-8.
  ///
  /// @throws IllegalArgumentException if one of them has a NUL character
  public static Spawn of(String program, String... arguments) {
    List<String> command = new ArrayList<>(List.of(program));
    command.addAll(List.of(arguments));
    return of(command);
  }

  /// A child that runs a program with arguments, which it gets in UTF-8.
  ///
  /// @throws IllegalArgumentException if the list is empty, or one has a NUL character
  public static Spawn of(List<String> command) {
    return new Spawn(command);
  }

  private static void checkNoNul(String what, String text) {
    if (text.indexOf('\0') >= 0) {
      throw new IllegalArgumentException(
          "an " + what + " cannot have a NUL character: " + text.replace("\0", "\\0"));
    }
  }

  /// Sets a variable of the child's environment, in UTF-8. Inherited variables keep their bytes in
  /// any locale.
  ///
  /// @throws IllegalArgumentException if the name is empty or has a `=`, or one has a NUL character
  public Spawn env(String name, String value) {
    checkNoNul("environment variable", name);
    checkNoNul("environment variable", value);
    if (name.isEmpty() || name.indexOf('=') >= 0) {
      throw new IllegalArgumentException("no environment variable can be called \"" + name + "\"");
    }
    environment = environment.with(name, value);
    return this;
  }

  /// Removes a variable from the child's environment.
  public Spawn unsetEnv(String name) {
    environment = environment.without(name);
    return this;
  }

  /// Empties the child's environment. Later calls of [#env] add to it.
  public Spawn clearEnv() {
    environment = Environment.empty();
    return this;
  }

  /// Lets the child talk to the service manager in the place of this process: it gets the variables
  /// `NOTIFY_SOCKET`, `WATCHDOG_USEC`, `WATCHDOG_PID`, `LISTEN_PID`, `LISTEN_PIDFDID`, `LISTEN_FDS`
  /// and `LISTEN_FDNAMES` as this process has them, in place of values that were set before.
  ///
  /// Otherwise no child has them: it could report in the name of this process, and it does not have
  /// the descriptors. systemd accepts messages of a child only with `NotifyAccess=all`. A child
  /// that is to show that the service is alive also needs `unsetEnv("WATCHDOG_PID")`, because that
  /// is this process.
  public Spawn inheritServiceManager() {
    environment = environment.withManagerOf(Environment.inherited());
    return this;
  }

  /// Sets the child's environment as a whole, to the byte: strings that each end with a NUL, as in
  /// proc_pid_environ(5). They need not be UTF-8, nor set a variable, nor differ in their names.
  /// Bytes after the last NUL are left out. Later calls of [#env] and [#unsetEnv] change it.
  ///
  /// @param block the strings; copied
  public Spawn environment(byte[] block) {
    environment = Environment.of(block);
    return this;
  }

  /// Sets the child's working directory. A program whose name is a relative path is looked up
  /// there. If the directory does not exist, [#start] throws an exception that names it.
  public Spawn directory(Path directory) {
    this.directory = Objects.requireNonNull(directory, "directory");
    return this;
  }

  /// Sets the child's standard input.
  ///
  /// @throws IllegalArgumentException for [Stdio#merged]
  public Spawn stdin(Stdio stdin) {
    this.stdin = notMerged(stdin);
    return this;
  }

  /// Sets the child's standard output.
  ///
  /// @throws IllegalArgumentException for [Stdio#merged]
  public Spawn stdout(Stdio stdout) {
    this.stdout = notMerged(stdout);
    return this;
  }

  /// Sets the child's standard error.
  public Spawn stderr(Stdio stderr) {
    this.stderr = Objects.requireNonNull(stderr, "stderr");
    return this;
  }

  private static Stdio notMerged(Stdio stdio) {
    if (stdio instanceof Stdio.Merged) {
      throw new IllegalArgumentException("only standard error can be merged, into standard output");
    }
    return Objects.requireNonNull(stdio, "stdio");
  }

  /// Gives the child an open descriptor under the given number. The caller still has to close it,
  /// and it must be open at [#start]. If this process has put the open file, which both then share,
  /// into non-blocking mode, that is undone: [Fd#restoreMode].
  ///
  /// @param number 3 or above. A number above the present limit of open descriptors is allowed only
  ///   if it is the descriptor's own
  public Spawn fd(int number, Fd descriptor) {
    if (number < 3) {
      throw new IllegalArgumentException(
          "descriptor " + number + " is set by stdin, stdout or stderr");
    }
    descriptors.put(number, Objects.requireNonNull(descriptor, "descriptor"));
    return this;
  }

  /// Puts the child into its own process group (setpgid(2)), so that it can be signalled together
  /// with all its children: [Child#group].
  public Spawn newGroup() {
    return group(SpawnPlan.Placement.GROUP, 0);
  }

  /// Puts the child into an existing process group of this session: that of a [Child] which was
  /// started with [#newGroup], by its pid. If there is no such group, [#start] fails with EPERM.
  public Spawn group(int pgid) {
    return group(SpawnPlan.Placement.GROUP, pgid);
  }

  /// Makes the child the leader of a new session without a terminal (setsid(2)), and of a group in
  /// it: [Child#group].
  ///
  /// @throws IllegalStateException after [#foreground]
  public Spawn newSession() {
    if (terminal != null && placement != SpawnPlan.Placement.SESSION) {
      throw noForeground();
    }
    return group(SpawnPlan.Placement.SESSION, 0);
  }

  /// Makes the child the leader of a new session that has a terminal, and of the group in its
  /// foreground, as login(1) does. If the terminal belongs to another session, the child gets none:
  /// a session has to give it up first (ioctl_tty(2)). The terminal is opened once more in the
  /// child: [#start] throws a [dev.signalman.PosixException] with EACCES if this user may not, or
  /// ENOENT without `/proc`.
  ///
  /// @throws IllegalStateException after [#foreground]
  public Spawn newSession(Fd terminal) {
    newSession();
    this.terminal = Objects.requireNonNull(terminal, "terminal");
    return this;
  }

  private Spawn group(SpawnPlan.Placement placement, int group) {
    if (this.placement == SpawnPlan.Placement.SESSION) {
      terminal = null;
    }
    this.placement = placement;
    this.group = group;
    return this;
  }

  /// Makes the child's new group the one that the terminal's keys reach (tcsetpgrp(3)). Once the
  /// child has ended, the group that had the terminal before has it again, unless the child has
  /// left it to another group that still has processes. Needs glibc 2.35; without it [#start]
  /// throws an `UnsupportedOperationException`.
  ///
  /// @throws IllegalStateException after [#newSession]
  public Spawn foreground(Fd terminal) {
    if (placement == SpawnPlan.Placement.SESSION) {
      throw noForeground();
    }
    this.terminal = Objects.requireNonNull(terminal, "terminal");
    return newGroup();
  }

  private static IllegalStateException noForeground() {
    return new IllegalStateException(
        "a new session has no terminal, so a child is in one or in the foreground, not both");
  }

  /// Sets the signals that are blocked in the child when it starts; none unless set.
  public Spawn mask(SignalSet mask) {
    this.mask = Objects.requireNonNull(mask, "mask");
    return this;
  }

  /// Keeps the given signals ignored in the child if they are ignored here; all others get their
  /// default action.
  public Spawn inheritIgnored(SignalSet signals) {
    this.inherited = Objects.requireNonNull(signals, "signals");
    return this;
  }

  /// Ends the child with this process, by TERM: [#endWithParent(Signal)]. Use KILL if the child
  /// might ignore TERM and must not outlive this process.
  public Spawn endWithParent() {
    return endWithParent(Signal.TERM);
  }

  /// Lets the kernel send the child a signal when this process ends in any way, also by KILL or a
  /// crash (prctl(2), `PR_SET_PDEATHSIG`). It does not matter which thread starts the child, and
  /// there is no moment at which this process could end without the signal.
  ///
  /// Only the child gets it, not the processes that the child has started. The kernel forgets about
  /// it for a program that gets other rights when it is executed (set-user-ID, capabilities), and
  /// the program itself can do so.
  ///
  /// The child first executes a few instructions from a file in memory, and then the program.
  /// During the start that takes a few more descriptors here, and the two lowest free numbers in
  /// the child. Where such files may not be executed, or without `/proc`, [#start] throws an
  /// `UnsupportedOperationException`.
  ///
  /// @param signal the signal; like any other it may be blocked or ignored
  public Spawn endWithParent(Signal signal) {
    // A start may find no descriptor to load them with.
    Calls.loaded(
        Trampoline.class, TrampolineImage.class, ProgramPaths.class, MmanH.class, StdlibH.class);
    this.signalAtParentsEnd = Objects.requireNonNull(signal, "signal");
    return this;
  }

  /// Sets how [#run] and [#capture] stop the child: TERM, and KILL after 10 s, unless set.
  public Spawn stopBy(StopPlan plan) {
    this.stopPlan = Objects.requireNonNull(plan, "plan");
    return this;
  }

  /// Starts the child, does the work, and waits until the child has ended. If the work throws, or
  /// the thread is interrupted, the child is stopped first, by [#stopBy]: with its whole group, if
  /// it was started with [#newGroup] or [#newSession].
  ///
  /// ```java
  /// long lines = Spawn.of("git", "log", "--oneline").stdout(Stdio.pipe()).run(
  ///     git -> new BufferedReader(new InputStreamReader(git.stdout())).lines().count());
  /// ```
  ///
  /// The child's pipes are closed afterwards. A child that may not be signalled any more keeps
  /// running, and so does, before Linux 6.9, a group whose first process has been waited for. The
  /// exception that ended the work then has the reason as a suppressed one. A second interrupt
  /// leads to KILL at once.
  ///
  /// @return the result of the work
  /// @throws E if the work throws it
  /// @throws IOException if the child cannot be started
  /// @throws InterruptedException if the thread is interrupted while it waits for the child's end;
  ///   the child has ended by then
  public <T, E extends Exception> T run(ChildTask<T, E> task)
      throws E, IOException, InterruptedException {
    return plan().run(task);
  }

  /// Runs the child to its end, and keeps its standard output. With `stderr(Stdio.merged())` that
  /// includes standard error.
  ///
  /// ```java
  /// String branch = Spawn.of("git", "branch", "--show-current").capture(4_096).text();
  /// ```
  ///
  /// @param limit the number of bytes that it may write. If it writes more, it is stopped as in
  ///   [#run]
  /// @throws OutputLimitException if it writes more
  /// @throws IllegalStateException if standard input or standard error is a pipe, which nothing
  ///   would write or read
  /// @throws IOException if the child cannot be started
  /// @throws InterruptedException if the thread is interrupted; the child has been stopped by then
  public Captured capture(int limit) throws IOException, InterruptedException {
    if (stdin instanceof Stdio.NewPipe || stderr instanceof Stdio.NewPipe) {
      throw new IllegalStateException(
          "capture() reads standard output alone: give the child something else than a pipe as"
              + " standard input and standard error");
    }
    return new SpawnPlan(this, Stdio.pipe()).capture(limit);
  }

  /// The description as a value that later changes of this object do not affect: to start the same
  /// child again, or to keep it.
  public SpawnPlan plan() {
    return new SpawnPlan(this, stdout);
  }

  /// Starts the child.
  ///
  /// @throws IOException if that fails; the message names the program, the reason, and the
  ///   directory if one was set. No child and no descriptor is left behind
  public Child start() throws IOException {
    return plan().start();
  }

  @Override
  public String toString() {
    return "Spawn " + command;
  }
}
