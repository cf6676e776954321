package dev.signalman.process;

import dev.signalman.Signal;
import dev.signalman.SignalSet;
import dev.signalman.internal.portable.VmMode;
import dev.signalman.io.Fd;
import dev.signalman.posix.NativeAccess;
import dev.signalman.posix.SpawnH;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The description of a child that can be started any number of times, also by several threads:
/// [Spawn#plan] makes it, and nothing changes it.
///
/// ```java
/// SpawnPlan worker = Spawn.of("worker", "--queue", "mail").newGroup().plan();
/// while (worker.start().waitFor() instanceof ExitStatus.Killed) {
///   System.err.println("the worker was killed; it is started again");
/// }
/// ```
///
/// Descriptors that it passes on have to be open at each start. Variables that it does not set are
/// those of this process's environment, without those of its service manager
/// ([Spawn#inheritServiceManager]).
public final class SpawnPlan {
  /// The kind of group and session that a child is in.
  enum Placement {
    SAME_GROUP,
    GROUP,
    SESSION
  }

  private final List<String> command;
  private final Map<Integer, Fd> descriptors;
  private final Environment environment;
  private final @Nullable Path directory;
  private final List<Stdio> stdio;
  private final Placement placement;
  private final int group;
  private final @Nullable Fd terminal;
  private final SignalSet mask;
  private final SignalSet inherited;
  private final @Nullable StopPlan stopPlan;
  private final @Nullable Signal signalAtParentsEnd;

  /// @param output the target of standard output
  SpawnPlan(Spawn spawn, Stdio output) {
    command = spawn.command;
    descriptors = new TreeMap<>(spawn.descriptors);
    environment = spawn.environment;
    directory = spawn.directory;
    stdio = List.of(spawn.stdin, output, spawn.stderr);
    placement = spawn.placement;
    group = spawn.group;
    terminal = spawn.terminal;
    mask = spawn.mask;
    inherited = spawn.inherited;
    stopPlan = spawn.stopPlan;
    signalAtParentsEnd = spawn.signalAtParentsEnd;
  }

  /// Starts a child.
  ///
  /// @throws IOException if that fails; the message names the program, the reason, and the
  ///   directory if one was set. No child and no descriptor is left behind
  public Child start() throws IOException {
    if (VmMode.isPortable()) {
      return JdkLaunch.start(this);
    }
    NativeAccess.require(); // before anything is written to C memory
    SpawnH.require();
    return Launch.start(this);
  }

  /// See [Spawn#run].
  public <T, E extends Exception> T run(ChildTask<T, E> task)
      throws E, IOException, InterruptedException {
    return new ChildScope(this).run(task);
  }

  Captured capture(int limit) throws IOException, InterruptedException {
    return new ChildScope(this)
        .<Captured, RuntimeException>run(child -> {
          byte[] output = new Capture(child, limit).all();
          return new Captured(child.waitFor(), output);
        });
  }

  /// The plan by which [#run] stops the child; null for the usual one.
  @Nullable StopPlan stopPlan() {
    return stopPlan;
  }

  /// The program and its arguments.
  public List<String> command() {
    return command;
  }

  Environment environment() {
    return environment;
  }

  @Nullable Path directory() {
    return directory;
  }

  /// The targets of descriptors 0, 1 and 2.
  List<Stdio> stdio() {
    return stdio;
  }

  /// Other descriptors, by their numbers in the child. Not to be changed.
  Map<Integer, Fd> descriptors() {
    return descriptors;
  }

  Placement placement() {
    return placement;
  }

  int group() {
    return group;
  }

  /// Whether the child is the first process of a group.
  boolean leads() {
    return placement != Placement.SAME_GROUP && group == 0;
  }

  @Nullable Fd terminal() {
    return terminal;
  }

  /// The signal that the child gets when this process ends, or null.
  @Nullable Signal signalAtParentsEnd() {
    return signalAtParentsEnd;
  }

  SignalSet mask() {
    return mask;
  }

  SignalSet inherited() {
    return inherited;
  }

  @Override
  public String toString() {
    return "SpawnPlan " + command;
  }
}
