package dev.signalman.process;

import dev.signalman.PosixException;
import dev.signalman.internal.engine.Calls;
import dev.signalman.io.Fd;
import dev.signalman.io.Pipe;
import dev.signalman.posix.FcntlH;
import dev.signalman.posix.Memory;
import dev.signalman.posix.SpawnH;
import dev.signalman.posix.UnistdH;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Which open file each of the child's descriptors will be, prepared in the parent.
///
/// Everything the child gets is first copied to a number above all targets: then no target is
/// overwritten before it has been copied, whatever the numbers are.
final class Wiring implements AutoCloseable {
  private static final int EBADF = -9;
  private static final int PERMISSIONS = 0666; // before the umask, as creat(2) in every shell

  private final Map<Integer, Integer> copies = new TreeMap<>();
  private final List<Integer> temporary = new ArrayList<>();
  private final List<Fd> childEnds = new ArrayList<>();
  private final @Nullable Fd[] parentEnds = new Fd[3];
  private final int lowest;

  private Wiring(int lowest) {
    this.lowest = lowest;
  }

  static Wiring of(Spawn spawn) throws PosixException {
    int highest = spawn.descriptors().keySet().stream().reduce(2, Math::max);
    Wiring wiring = new Wiring(highest + 1);
    try {
      wiring.connect(spawn);
      return wiring;
    } catch (PosixException | RuntimeException e) {
      wiring.closeParentEnds();
      wiring.close();
      throw e;
    }
  }

  private void connect(Spawn spawn) throws PosixException {
    int output = -1;
    for (int number = 0; number < 3; number++) {
      int source = source(number, spawn.stdio().get(number), output);
      if (number == 1) {
        output = source;
      }
      copy(source, number);
    }
    for (Map.Entry<Integer, Fd> entry : spawn.descriptors().entrySet()) {
      entry.getValue().makeBlocking();
      copy(entry.getValue().number(), entry.getKey());
    }
  }

  private int source(int number, Stdio stdio, int output) throws PosixException {
    return switch (stdio) {
      case Stdio.Inherit() -> number;
      case Stdio.Merged() -> output;
      case Stdio.NewPipe() -> pipe(number);
      case Stdio.File(Path path, Stdio.Access access) -> open(path, access);
      case Stdio.Open(Fd descriptor) -> {
        descriptor.makeBlocking();
        yield descriptor.number();
      }
    };
  }

  private int pipe(int number) throws PosixException {
    Pipe pipe = Pipe.open();
    Fd childEnd = number == 0 ? pipe.readEnd() : pipe.writeEnd();
    parentEnds[number] = number == 0 ? pipe.writeEnd() : pipe.readEnd();
    childEnds.add(childEnd);
    childEnd.makeBlocking();
    return childEnd.number();
  }

  private int open(Path path, Stdio.Access access) throws PosixException {
    int flags =
        switch (access) {
          case READ -> FcntlH.O_RDONLY;
          case WRITE -> FcntlH.O_WRONLY | FcntlH.O_CREAT | FcntlH.O_TRUNC;
          case APPEND -> FcntlH.O_WRONLY | FcntlH.O_CREAT | FcntlH.O_APPEND;
          case READ_WRITE -> FcntlH.O_RDWR;
        };
    Memory name = Memory.string(path.toString());
    int opened =
        Calls.check(
            FcntlH.open(name, flags | FcntlH.O_CLOEXEC, PERMISSIONS), () -> "open(" + path + ")");
    temporary.add(opened);
    return opened;
  }

  private void copy(int source, int target) throws PosixException {
    int copied = FcntlH.fcntl(source, FcntlH.F_DUPFD_CLOEXEC, lowest);
    if (copied == EBADF && source == target) {
      return; // not open here, so not open in the child
    }
    Calls.check(copied, () -> "fcntl(" + source + ", F_DUPFD_CLOEXEC)");
    temporary.add(copied);
    copies.put(target, copied);
  }

  /// Tells posix_spawn(3) what to do in the child.
  void addTo(Memory actions) {
    copies.forEach((target, copied) -> SpawnH.addDup2(actions, copied, target));
    for (int number = 0; number < lowest; number++) {
      if (!copies.containsKey(number)) {
        SpawnH.addClose(actions, number);
      }
    }
    if (SpawnH.hasCloseFrom()) {
      SpawnH.addCloseFrom(actions, lowest);
    } else {
      OpenDescriptors.closeOnExecFrom(lowest);
    }
  }

  /// The parent's end of the pipe of descriptor 0, 1 or 2, or null.
  @Nullable Fd parentEnd(int number) {
    return parentEnds[number];
  }

  void closeParentEnds() {
    for (Fd end : parentEnds) {
      if (end != null) {
        end.close();
      }
    }
  }

  /// Closes everything that was only for the child.
  @Override
  public void close() {
    temporary.forEach(UnistdH::close);
    childEnds.forEach(Fd::close);
  }
}
