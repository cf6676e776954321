package dev.signalman.process;

import dev.signalman.Errno;
import dev.signalman.PosixException;
import dev.signalman.internal.kernel.Calls;
import dev.signalman.internal.kernel.VmFiles;
import dev.signalman.io.Fd;
import dev.signalman.io.Pipe;
import dev.signalman.posix.ErrnoH;
import dev.signalman.posix.FcntlH;
import dev.signalman.posix.Memory;
import dev.signalman.posix.SpawnH;
import dev.signalman.posix.UnistdH;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The open files of the child's descriptors, prepared in the parent.
///
/// Each file for the child is first copied to a number that is not a target. Then no file is
/// overwritten before it has been copied, whatever the numbers are, and no other thread can close
/// it meanwhile. Two kinds stay in place: inherited descriptors, and those whose number is above
/// the limit (opened before the limit was lowered), because nothing can be copied there. The latter
/// are not closed by exec meanwhile.
final class Wiring implements AutoCloseable {
  static final int STANDARD = 3;
  private static final int NOBODY = 0;
  private static final int PERMISSIONS = 0666; // before the umask; every shell uses these

  /// The standard descriptors without which this process was started, so that the VM has their
  /// numbers.
  private static final Set<Integer> OF_THE_VM = ofTheVm();

  private static final Map<Integer, Integer> INHERITED = Map.of(0, 0, 1, 1, 2, 2);

  private final Set<Integer> targets;
  private final Map<Integer, Integer> copies = new TreeMap<>();
  private final Set<Integer> kept = new TreeSet<>();
  private final List<Integer> temporary = new ArrayList<>();
  private final List<Fd> childEnds = new ArrayList<>();
  private final @Nullable Fd[] parentEnds = new Fd[STANDARD];
  private int lowestUnused = STANDARD;
  private @Nullable Integer terminal;
  private int terminalsPlace;
  private @Nullable Foreground foreground;

  private static Set<Integer> ofTheVm() {
    Set<Integer> numbers = new HashSet<>();
    for (int number = 0; number < STANDARD; number++) {
      if (VmFiles.include(number)) {
        numbers.add(number);
      }
    }
    return numbers;
  }

  private Wiring(Set<Integer> targets) {
    this.targets = targets;
  }

  static Wiring of(SpawnPlan plan) throws PosixException {
    Set<Integer> targets = new HashSet<>(plan.descriptors().keySet());
    targets.addAll(List.of(0, 1, 2));
    Wiring wiring = new Wiring(targets);
    try {
      wiring.connect(plan);
      return wiring;
    } catch (Throwable e) {
      wiring.closeParentEnds();
      wiring.close();
      throw e;
    }
  }

  private void connect(SpawnPlan plan) throws PosixException {
    for (int number = 0; number < STANDARD; number++) {
      connect(number, plan.stdio().get(number));
    }
    for (Map.Entry<Integer, Fd> entry : plan.descriptors().entrySet()) {
      give(entry.getValue(), entry.getKey());
    }
    Fd controlling = plan.terminal();
    if (controlling != null) {
      terminal = controlling.<Integer, PosixException>use(number -> copy(number));
      if (plan.placement() == SpawnPlan.Placement.SESSION) {
        terminalsPlace = copy(terminal);
      } else {
        foreground = Foreground.of(terminal);
      }
    }
  }

  private void connect(int target, Stdio stdio) throws PosixException {
    // Not a switch over the kinds: a process's first one takes ten times as long as a start.
    if (stdio instanceof Stdio.Inherit) {
      inherit(target);
    } else if (stdio instanceof Stdio.Merged) {
      merge(target);
    } else if (stdio instanceof Stdio.NewPipe) {
      pipe(target);
    } else if (stdio instanceof Stdio.File file) {
      copies.put(target, open(file.path(), file.access()));
    } else {
      give(((Stdio.Open) stdio).descriptor(), target);
    }
  }

  /// Leaves the descriptor as it is, closed or open. A file of this process that has taken the
  /// number since the start is closed by exec.
  private void inherit(int number) {
    if (!OF_THE_VM.contains(number)) {
      copies.put(number, number);
    }
  }

  private void merge(int target) {
    Integer output = copies.get(1);
    if (output != null && (output != 1 || isForChildren(1))) {
      copies.put(target, output);
    }
  }

  private static boolean isForChildren(int number) {
    int flags = FcntlH.fcntl(number, FcntlH.F_GETFD, 0);
    return flags != -ErrnoH.EBADF && (flags & FcntlH.FD_CLOEXEC) == 0;
  }

  private void pipe(int target) throws PosixException {
    Pipe pipe = Pipe.growing();
    Fd childEnd = target == 0 ? pipe.readEnd() : pipe.writeEnd();
    parentEnds[target] = target == 0 ? pipe.writeEnd() : pipe.readEnd();
    childEnds.add(childEnd);
    give(childEnd, target);
  }

  private void give(Fd descriptor, int target) throws PosixException {
    descriptor.restoreMode();
    if (descriptor.<Boolean, PosixException>use(number -> staysAt(target, number))) {
      kept.add(target);
      return;
    }
    copies.put(target, descriptor.<Integer, PosixException>use(number -> copy(number)));
    if (target >= lowestUnused && target < Integer.MAX_VALUE) {
      lowestUnused = target + 1;
    }
  }

  private static boolean staysAt(int target, int number) {
    if (number != target) {
      return false;
    }
    int copied = FcntlH.fcntl(number, FcntlH.F_DUPFD_CLOEXEC, number);
    if (copied >= 0) {
      UnistdH.close(copied);
    }
    return copied == -ErrnoH.EINVAL;
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
    return targets.contains(opened) ? copy(opened) : opened;
  }

  private int copy(int source) throws PosixException {
    int copied = STANDARD - 1;
    do {
      int lowest = copied + 1;
      copied =
          Calls.check(
              FcntlH.fcntl(source, FcntlH.F_DUPFD_CLOEXEC, lowest),
              () -> "fcntl(" + source + ", F_DUPFD_CLOEXEC)");
      temporary.add(copied);
    } while (targets.contains(copied));
    return copied;
  }

  /// Reserves the lowest numbers that are free in the child, for [#giveAway].
  ///
  /// @return the first of them
  int takeNumbers(int count) {
    int first = lowestUnused;
    lowestUnused += count;
    for (int number = first; number < lowestUnused; number++) {
      targets.add(number);
    }
    return first;
  }

  /// Gives the child a descriptor that is closed here with this.
  void giveAway(int descriptor, int target) throws PosixException {
    temporary.add(descriptor);
    copies.put(target, targets.contains(descriptor) ? copy(descriptor) : descriptor);
  }

  /// Whether the child has the three standard descriptors of this process and nothing else.
  boolean onlyInherits() {
    return terminal == null
        && lowestUnused == STANDARD
        && kept.isEmpty()
        && copies.equals(INHERITED);
  }

  /// Adds the file actions for posix_spawn(3).
  ///
  /// @throws PosixException -ErrnoH.EBADF for a number that no descriptor can have here
  void addTo(Memory actions) throws PosixException {
    for (Map.Entry<Integer, Integer> copy : copies.entrySet()) {
      int target = copy.getKey();
      int source = copy.getValue();
      if (source != target) {
        check(SpawnH.addDup2(actions, source, target), target);
      }
    }
    for (int number = 0; number < lowestUnused; number++) {
      if (!copies.containsKey(number)) {
        check(SpawnH.addClose(actions, number), number);
      }
    }
    // It also fails above the limit, although a number there may be open from before.
    if (!kept.isEmpty()
        || !SpawnH.hasCloseFrom()
        || SpawnH.addCloseFrom(actions, lowestUnused) < 0) {
      OpenDescriptors.closeOnExecFrom(lowestUnused);
    }
    for (int number : kept) {
      FcntlH.fcntl(number, FcntlH.F_SETFD, 0);
    }
  }

  private static void check(int result, int number) throws PosixException {
    if (result < 0) {
      throw new PosixException(
          "giving a child descriptor " + number + ", which the limit of descriptors must allow",
          new Errno(-result));
    }
  }

  /// The terminal whose foreground or session the child gets, or null.
  @Nullable Integer terminal() {
    return terminal;
  }

  /// A number under which a child with a new session can open the terminal.
  int terminalsPlace() {
    return terminalsPlace;
  }

  /// The parent's end of the pipe of descriptor 0, 1 or 2, or null.
  @Nullable Fd parentEnd(int number) {
    return parentEnds[number];
  }

  /// Lets the parent's ends be closed when they are forgotten.
  void closeParentEndsWhenForgotten() {
    for (Fd end : parentEnds) {
      if (end != null) {
        end.closeWhenForgotten();
      }
    }
  }

  /// The terminal's foreground before the child gets it, or null.
  @Nullable Foreground foreground() {
    return foreground;
  }

  void closeParentEnds() {
    if (foreground != null) {
      foreground.giveBack(NOBODY); // the child has gone
    }
    for (Fd end : parentEnds) {
      if (end != null) {
        end.close();
      }
    }
  }

  /// Closes everything that was only for the child. A second call does nothing.
  @Override
  public void close() {
    for (int number : kept) {
      FcntlH.fcntl(number, FcntlH.F_SETFD, FcntlH.FD_CLOEXEC);
    }
    kept.clear();
    for (int descriptor : temporary) {
      UnistdH.close(descriptor);
    }
    temporary.clear();
    for (Fd end : childEnds) {
      end.close();
    }
  }
}
