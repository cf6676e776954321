package dev.signalman.process;

import dev.signalman.Errno;
import dev.signalman.PosixException;
import dev.signalman.Signal;
import dev.signalman.SignalSet;
import dev.signalman.internal.engine.Standing;
import dev.signalman.io.Fd;
import dev.signalman.posix.Memory;
import dev.signalman.posix.NativeAccess;
import dev.signalman.posix.PidfdH;
import dev.signalman.posix.Siginfo;
import dev.signalman.posix.SignalH;
import dev.signalman.posix.SpawnH;
import dev.signalman.posix.WaitH;
import java.io.IOException;
import java.lang.ref.Reference;
import java.nio.file.Files;
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
          Thread.ofPlatform().daemon().name("signalman-spawn").factory());

  private final Spawn spawn;
  private final Memory actions = Memory.allocate(SpawnH.OBJECT_SIZE);
  private final Memory attributes = Memory.allocate(SpawnH.OBJECT_SIZE);

  private Launch(Spawn spawn) {
    this.spawn = spawn;
  }

  static Child start(Spawn spawn) throws IOException {
    NativeAccess.require();
    Future<Child> started = STARTER.submit(() -> new Launch(spawn).run());
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return started.get();
        } catch (InterruptedException _) {
          interrupted = true; // the child may exist already, and somebody must hold it
        } catch (ExecutionException e) {
          throw failure(e);
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static IOException failure(ExecutionException e) {
    return switch (e.getCause()) {
      case IOException io -> io;
      case RuntimeException runtime -> throw runtime;
      case Error error -> throw error;
      case null, default -> throw new IllegalStateException(e);
    };
  }

  private Child run() throws IOException {
    Wiring wiring = Wiring.of(spawn);
    try {
      int pid = spawn(wiring);
      return Child.of(pid, descriptor(pid), wiring, spawn.command());
    } catch (IOException | RuntimeException e) {
      wiring.closeParentEnds();
      throw e;
    } finally {
      wiring.close();
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

  private void addActions(Wiring wiring) {
    Fd terminal = spawn.terminal();
    if (terminal != null) {
      if (!SpawnH.hasTerminalGroup()) {
        throw new UnsupportedOperationException(
            "this C library cannot start a child in the terminal's foreground; glibc 2.35 can");
      }
      certain(SpawnH.addTerminalGroup(actions, terminal.number()));
    }
    wiring.addTo(actions);
    Path directory = spawn.directory();
    if (directory != null) {
      certain(SpawnH.addChdir(actions, Memory.string(directory.toString())));
    }
  }

  private void setAttributes() {
    int flags = SpawnH.POSIX_SPAWN_SETSIGMASK | SpawnH.POSIX_SPAWN_SETSIGDEF;
    certain(SpawnH.setMask(attributes, set(spawn.mask().mask())));
    certain(SpawnH.setDefault(attributes, set(~ignored().mask())));
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

  private static Memory set(long mask) {
    return Memory.allocate(SIGSET_SIZE).putLong(0, mask);
  }

  private int call() throws IOException {
    Memory pid = Memory.allocate(4);
    StringArray arguments = new StringArray(spawn.command());
    StringArray environment = new StringArray(spawn.environment());
    String program = spawn.command().getFirst();
    int result;
    try {
      result =
          SpawnH.posix_spawnp(
              pid,
              Memory.string(program),
              actions,
              attributes,
              arguments.pointers(),
              environment.pointers());
    } finally {
      Reference.reachabilityFence(arguments); // the arrays point to the strings by address only
      Reference.reachabilityFence(environment);
    }
    if (result < 0) {
      throw new PosixException(describe(program), new Errno(-result));
    }
    return pid.getInt(0);
  }

  /// The kernel says "no such file" for the directory as for the program.
  private String describe(String program) {
    Path directory = spawn.directory();
    if (directory == null) {
      return "start " + program;
    }
    boolean there = Files.isDirectory(directory);
    return "start " + program + " in " + directory + (there ? "" : ", which is no directory");
  }

  /// Nobody can have waited for the child yet, so the pid is still its own.
  private static int descriptor(int pid) throws PosixException {
    int pidfd = PidfdH.pidfd_open(pid, 0);
    if (pidfd < 0) {
      SignalH.kill(pid, Signal.KILL.number());
      WaitH.waitid(WaitH.P_PID, pid, Memory.allocate(Siginfo.SIZE), WaitH.WEXITED, null);
      throw new PosixException("pidfd_open(" + pid + "), child ended again", new Errno(-pidfd));
    }
    return pidfd;
  }

  private static void certain(int result) {
    if (result < 0) {
      throw new IllegalStateException("preparing posix_spawn: " + new Errno(-result));
    }
  }
}
