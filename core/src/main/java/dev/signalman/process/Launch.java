package dev.signalman.process;

import dev.signalman.Errno;
import dev.signalman.PosixException;
import dev.signalman.Signal;
import dev.signalman.internal.engine.Engine;
import dev.signalman.internal.kernel.RawText;
import dev.signalman.internal.kernel.SigAction;
import dev.signalman.internal.kernel.Uncaught;
import dev.signalman.posix.ErrnoH;
import dev.signalman.posix.FcntlH;
import dev.signalman.posix.Memory;
import dev.signalman.posix.NativeAccess;
import dev.signalman.posix.Siginfo;
import dev.signalman.posix.SignalH;
import dev.signalman.posix.SpawnH;
import dev.signalman.posix.WaitH;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/// One start of a child: builds what posix_spawn(3) takes, calls it, and frees everything.
final class Launch implements IntSupplier {
  /// One start at a time: there is one set of memory to prepare it in.
  private static final ReentrantLock TURN = new ReentrantLock();

  private static final Memory ACTIONS = Memory.allocate(SpawnH.OBJECT_SIZE);
  private static final Memory ATTRIBUTES = attributes(); // each start sets all that it uses
  private static final Memory MASK = Memory.allocate(SignalH.SIGSET_SIZE);
  private static final Memory DEFAULTS = Memory.allocate(SignalH.SIGSET_SIZE);
  private static final Memory PID = Memory.allocate(Integer.BYTES);
  private static final Memory ENDED = Memory.allocate(Siginfo.SIZE); // never read

  private final SpawnPlan plan;
  private final Memory arguments;
  private final Memory environment;

  /// What the child executes in place of the program, or null.
  private @Nullable Trampoline trampoline;

  /// Which of the two lists of actions is used.
  private Memory actions = ACTIONS;

  /// The file actions of a child that only inherits, always the same; null if the C library cannot
  /// do them.
  private static @Nullable Memory inheriting = inheriting();

  private static boolean ended;

  private static @Nullable Memory inheriting() {
    Memory actions = Memory.allocate(SpawnH.OBJECT_SIZE);
    certain(SpawnH.actionsInit(actions));
    boolean closes = SpawnH.hasCloseFrom() && SpawnH.addCloseFrom(actions, Wiring.STANDARD) == 0;
    return closes ? actions : null;
  }

  /// Frees the memory that is kept for the next start. Only while no child is being started.
  static void freeKept() {
    Memory kept = inheriting;
    ended = true;
    inheriting = null;
    if (kept != null) {
      SpawnH.actionsDestroy(kept);
    }
  }

  private static Memory attributes() {
    Memory attributes = Memory.allocate(SpawnH.OBJECT_SIZE);
    certain(SpawnH.attributesInit(attributes));
    return attributes;
  }

  static {
    // Links here all code that runs between a start and the hold on the child. Linking it there
    // would need more stack than anything else, and memory.
    PID.putInt(0, Reaper.NOBODYS_CHILD);
    boolean _ = isOurs(PID.getInt(0));
    end(PID.getInt(0));
  }

  private Launch(SpawnPlan plan) {
    this.plan = plan;
    this.arguments = StringArray.of(RawText.bytes(plan.command()));
    this.environment = plan.environment().block();
  }

  static Child start(SpawnPlan plan) throws IOException {
    // First: a child that cannot be held or waited for must not be started.
    NativeAccess.prepare();
    StackRoom.reserve();
    Reaper reaper = ReaperService.take();
    try {
      return start(plan, reaper);
    } finally {
      ReaperService.release();
    }
  }

  private static Child start(SpawnPlan plan, Reaper reaper) throws IOException {
    Wiring wiring = Wiring.of(plan);
    try {
      int pid = new Launch(plan).spawn(wiring);
      Child child = hold(pid, wiring, plan, reaper);
      child.settle();
      watchEnds(wiring);
      return child;
    } catch (Throwable e) {
      wiring.closeParentEnds();
      throw e;
    } finally {
      wiring.close();
    }
  }

  private static void watchEnds(Wiring wiring) {
    try {
      wiring.closeParentEndsWhenForgotten();
    } catch (Error e) { // no thread for that, which is no reason to lose the child
      Uncaught.report(e);
    }
  }

  private static Child hold(int pid, Wiring wiring, SpawnPlan plan, Reaper reaper)
      throws PosixException {
    try {
      wiring.close(); // before the next descriptor is needed: few may be left
      return Child.of(pid, wiring, plan, reaper);
    } catch (Throwable e) {
      if (isOurs(pid)) {
        end(pid);
      }
      throw e;
    }
  }

  /// Whether the pid is still the child's: it has not been waited for.
  private static boolean isOurs(int pid) {
    int options = WaitH.WEXITED | WaitH.WNOHANG | WaitH.WNOWAIT;
    return WaitH.waitid(WaitH.P_PID, pid, ENDED, options, null) >= 0;
  }

  private static void end(int pid) {
    SignalH.kill(pid, Signal.KILL.number());
    WaitH.waitid(WaitH.P_PID, pid, ENDED, WaitH.WEXITED, null);
  }

  private int spawn(Wiring wiring) throws IOException {
    Signal signal = plan.signalAtParentsEnd();
    int result = signal == null ? spawnNow(wiring) : spawnThroughTrampoline(signal, wiring);
    if (result < 0) {
      Errno errno = new Errno(-result);
      throw new PosixException(SpawnFailure.describe(plan, errno, arguments, environment), errno);
    }
    return result;
  }

  /// @return the pid or `-errno`
  private int spawnNow(Wiring wiring) throws IOException {
    TURN.lock();
    try {
      return plan.inherited().isEmpty() ? inTurn(wiring) : undisturbed(wiring);
    } finally {
      TURN.unlock();
    }
  }

  private int spawnThroughTrampoline(Signal signal, Wiring wiring) throws IOException {
    try (Trampoline prepared = Trampoline.of(plan, signal, wiring)) {
      trampoline = prepared;
      int pid = spawnNow(wiring);
      if (pid < 0) {
        requireOtherReason(-pid);
        return pid;
      }
      int result = -1; // an error is no success
      try {
        wiring.close(); // the pipe's end is seen when only the child has it
        result = prepared.result();
      } finally {
        if (result < 0 && isOurs(pid)) {
          end(pid);
        }
      }
      return result < 0 ? result : pid;
    }
  }

  /// A policy may refuse to execute the trampoline. Other steps of a start fail with the same
  /// numbers; only where none of them was asked for is it certain which it was.
  private void requireOtherReason(int errno) {
    boolean refused = errno == ErrnoH.EACCES || errno == ErrnoH.EPERM;
    boolean plain = plan.placement() == SpawnPlan.Placement.SAME_GROUP || plan.leads();
    if (refused && plain && plan.directory() == null && plan.terminal() == null) {
      throw Trampoline.notExecuted(new Errno(errno));
    }
  }

  /// A signal that is ignored here and has to be ignored in the child must not have a handler at
  /// this moment: the kernel would give the child the default action.
  private int undisturbed(Wiring wiring) throws IOException {
    synchronized (Engine.dispositions()) {
      return inTurn(wiring);
    }
  }

  /// @return the pid or `-errno`
  private int inTurn(Wiring wiring) throws IOException {
    setAttributes();
    if (ended) {
      inheriting = inheriting();
      ended = false;
    }
    if (inheriting != null && wiring.onlyInherits() && plan.directory() == null) {
      return call(inheriting);
    }
    certain(SpawnH.actionsInit(ACTIONS));
    try {
      addActions(wiring);
      return call(ACTIONS);
    } finally {
      SpawnH.actionsDestroy(ACTIONS);
    }
  }

  private void addActions(Wiring wiring) throws PosixException {
    Integer terminal = wiring.terminal();
    if (terminal != null && plan.placement() == SpawnPlan.Placement.SESSION) {
      // The first terminal that the leader of a session without one opens becomes its own.
      int unused = wiring.terminalsPlace();
      Memory path = Memory.string("/proc/self/fd/" + terminal);
      certain(SpawnH.addOpen(ACTIONS, unused, path, FcntlH.O_RDWR));
      certain(SpawnH.addClose(ACTIONS, unused));
    } else if (terminal != null) {
      if (!SpawnH.hasTerminalGroup()) {
        throw new UnsupportedOperationException(
            "this C library cannot start a child in the terminal's foreground; glibc 2.35 can");
      }
      certain(SpawnH.addTerminalGroup(ACTIONS, terminal));
    }
    wiring.addTo(ACTIONS);
    Path directory = plan.directory();
    if (directory != null) {
      certain(SpawnH.addChdir(ACTIONS, Memory.string(text(directory))));
    }
  }

  /// In Java the empty path means this process's directory; for the kernel it is no path.
  private static String text(Path directory) {
    String text = directory.toString();
    return text.isEmpty() ? "." : text;
  }

  private void setAttributes() {
    int flags = SpawnH.POSIX_SPAWN_SETSIGMASK | SpawnH.POSIX_SPAWN_SETSIGDEF;
    certain(SpawnH.setMask(ATTRIBUTES, MASK.putLong(0, plan.mask().mask())));
    certain(
        SpawnH.setDefault(
            ATTRIBUTES, DEFAULTS.putLong(0, ~SigAction.ignored(plan.inherited()).mask())));
    switch (plan.placement()) {
      case GROUP -> {
        flags |= SpawnH.POSIX_SPAWN_SETPGROUP;
        certain(SpawnH.setGroup(ATTRIBUTES, plan.group()));
      }
      case SESSION -> flags |= SpawnH.POSIX_SPAWN_SETSID;
      case SAME_GROUP -> {}
    }
    certain(SpawnH.setFlags(ATTRIBUTES, (short) flags));
  }

  private int call(Memory actions) {
    this.actions = actions;
    int result = Starter.run(this);
    return result < 0 ? result : PID.getInt(0);
  }

  /// Calls posix_spawnp(3), in the starting thread.
  @Override
  public int getAsInt() {
    Memory program =
        trampoline == null
            ? StringArray.first(arguments, plan.command().size())
            : trampoline.path();
    return SpawnH.posix_spawnp(PID, program, actions, ATTRIBUTES, arguments, environment);
  }

  static void certain(int result) {
    if (result < 0) {
      throw new IllegalStateException("preparing posix_spawn: " + new Errno(-result));
    }
  }
}
