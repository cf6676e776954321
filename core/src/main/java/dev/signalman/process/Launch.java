package dev.signalman.process;

import dev.signalman.Errno;
import dev.signalman.PosixException;
import dev.signalman.Signal;
import dev.signalman.SignalSet;
import dev.signalman.internal.engine.Standing;
import dev.signalman.posix.Memory;
import dev.signalman.posix.NativeAccess;
import dev.signalman.posix.Siginfo;
import dev.signalman.posix.SignalH;
import dev.signalman.posix.SpawnH;
import dev.signalman.posix.WaitH;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// One start of a child: builds what posix_spawn(3) takes, calls it, and frees everything.
final class Launch {
  private static final int SIGSET_SIZE = 128;

  /// All children are started by one thread that never ends, because the kernel ties a child's
  /// parent-death signal to the thread that made it.
  private static final ExecutorService STARTER =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform()
              .daemon()
              .inheritInheritableThreadLocals(false)
              .name("signalman-spawn")
              .factory());

  private final Spawn spawn;
  // One block for all, since each is freed by a cleaner of its own.
  private final Memory block = Memory.allocate(2 * SpawnH.OBJECT_SIZE + 2 * SIGSET_SIZE + 16);
  private final Memory actions = block.slice(0, SpawnH.OBJECT_SIZE);
  private final Memory attributes = block.slice(SpawnH.OBJECT_SIZE, SpawnH.OBJECT_SIZE);
  private final Memory mask = block.slice(2 * SpawnH.OBJECT_SIZE, SIGSET_SIZE);
  private final Memory defaults = block.slice(2 * SpawnH.OBJECT_SIZE + SIGSET_SIZE, SIGSET_SIZE);
  private final Memory pid = block.slice(2 * SpawnH.OBJECT_SIZE + 2 * SIGSET_SIZE, 4);

  private Launch(Spawn spawn) {
    this.spawn = spawn;
  }

  static Child start(Spawn spawn) throws IOException {
    NativeAccess.require();
    Reaper reaper = Reaper.get(); // first: a child that cannot be waited for must not be started
    Wiring wiring = Wiring.of(spawn);
    try {
      int pid = new Launch(spawn).spawn(wiring);
      wiring.close(); // before the next descriptor is needed, of which there may be few left
      return hold(pid, wiring, spawn, reaper);
    } catch (Throwable e) {
      wiring.closeParentEnds();
      throw e;
    } finally {
      wiring.close();
    }
  }

  /// Nobody can have waited for the child yet, so the pid is still its own.
  private static Child hold(int pid, Wiring wiring, Spawn spawn, Reaper reaper)
      throws PosixException {
    try {
      return Child.of(pid, wiring, spawn, reaper);
    } catch (Throwable e) {
      SignalH.kill(pid, Signal.KILL.number());
      WaitH.waitid(WaitH.P_PID, pid, Memory.allocate(Siginfo.SIZE), WaitH.WEXITED, null);
      throw e;
    }
  }

  private int spawn(Wiring wiring) throws IOException {
    certain(SpawnH.actionsInit(actions));
    certain(SpawnH.attributesInit(attributes));
    try {
      addActions(wiring);
      setAttributes();
      return call();
    } finally {
      SpawnH.actionsDestroy(actions);
      SpawnH.attributesDestroy(attributes);
    }
  }

  private void addActions(Wiring wiring) throws PosixException {
    Integer terminal = wiring.terminal();
    if (terminal != null) {
      if (!SpawnH.hasTerminalGroup()) {
        throw new UnsupportedOperationException(
            "this C library cannot start a child in the terminal's foreground; glibc 2.35 can");
      }
      certain(SpawnH.addTerminalGroup(actions, terminal));
    }
    wiring.addTo(actions);
    Path directory = spawn.directory();
    if (directory != null) {
      certain(SpawnH.addChdir(actions, Memory.string(text(directory))));
    }
  }

  /// The empty path is this process's directory in Java, and none at all for the kernel.
  private static String text(Path directory) {
    String text = directory.toString();
    return text.isEmpty() ? "." : text;
  }

  private void setAttributes() {
    int flags = SpawnH.POSIX_SPAWN_SETSIGMASK | SpawnH.POSIX_SPAWN_SETSIGDEF;
    certain(SpawnH.setMask(attributes, mask.putLong(0, spawn.mask().mask())));
    certain(SpawnH.setDefault(attributes, defaults.putLong(0, ~ignored().mask())));
    switch (spawn.placement()) {
      case GROUP -> {
        flags |= SpawnH.POSIX_SPAWN_SETPGROUP;
        certain(SpawnH.setGroup(attributes, spawn.group()));
      }
      case SESSION -> flags |= SpawnH.POSIX_SPAWN_SETSID;
      case SAME_GROUP -> {}
    }
    certain(SpawnH.setFlags(attributes, (short) flags));
  }

  /// Those of the signals to be inherited that are ignored now.
  private SignalSet ignored() {
    SignalSet ignored = SignalSet.none();
    for (Signal signal : spawn.inherited()) {
      if (Standing.of(signal).kind() == Standing.Kind.IGNORED) {
        ignored = ignored.with(signal);
      }
    }
    return ignored;
  }

  private int call() throws IOException {
    Memory program = Memory.string(spawn.command().getFirst());
    Memory arguments = StringArray.of(spawn.command().stream().map(RawText::bytes).toList());
    Memory environment = spawn.environment().block();
    int result =
        inStarter(
            STARTER.submit(() ->
                SpawnH.posix_spawnp(pid, program, actions, attributes, arguments, environment)));
    if (result < 0) {
      Errno errno = new Errno(-result);
      throw new PosixException(SpawnFailure.describe(spawn, errno, arguments, environment), errno);
    }
    return pid.getInt(0);
  }

  private static int inStarter(Future<Integer> call) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return call.get();
        } catch (InterruptedException _) {
          interrupted = true; // the child may exist already, and somebody must hold it
        } catch (ExecutionException e) {
          throw new IllegalStateException("posix_spawn", e.getCause());
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  static void certain(int result) {
    if (result < 0) {
      throw new IllegalStateException("preparing posix_spawn: " + new Errno(-result));
    }
  }
}
