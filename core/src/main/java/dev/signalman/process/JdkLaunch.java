package dev.signalman.process;

import dev.signalman.internal.portable.VmMode;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.List;

/// One start of a child in portable mode, by `ProcessBuilder`.
final class JdkLaunch {
  private static final boolean WINDOWS = File.separatorChar == '\\';

  private JdkLaunch() {}

  /// @throws UnsupportedOperationException if the plan has something that the JDK cannot do
  static Child start(SpawnPlan plan) throws IOException {
    refuse(plan);
    ProcessBuilder builder = new ProcessBuilder(plan.command());
    plan.environment().applyTo(builder.environment());
    Path directory = plan.directory();
    if (directory != null) {
      builder.directory(directory.toAbsolutePath().toFile());
    }
    List<Stdio> stdio = plan.stdio();
    builder.redirectInput(input(stdio.get(0)));
    builder.redirectOutput(output(stdio.get(1)));
    if (stdio.get(2) instanceof Stdio.Merged) {
      builder.redirectErrorStream(true);
    } else {
      builder.redirectError(output(stdio.get(2)));
    }
    boolean[] pipes = new boolean[3];
    for (int number = 0; number < pipes.length; number++) {
      pipes[number] = stdio.get(number) instanceof Stdio.NewPipe;
    }
    return Child.of(builder.start(), pipes, plan);
  }

  private static void refuse(SpawnPlan plan) {
    refuseIf(!plan.descriptors().isEmpty(), "descriptors for a child (Spawn.fd)");
    refuseIf(plan.terminal() != null, "a child in the terminal's foreground (Spawn.foreground)");
    refuseIf(
        plan.placement() == SpawnPlan.Placement.GROUP,
        "a process group for a child (Spawn.newGroup, Spawn.group)");
    refuseIf(
        plan.placement() == SpawnPlan.Placement.SESSION,
        "a session for a child (Spawn.newSession)");
    refuseIf(plan.signalAtParentsEnd() != null, "a child's end with its parent (endWithParent)");
    refuseIf(!plan.mask().isEmpty(), "a signal mask for a child (Spawn.mask)");
  }

  private static void refuseIf(boolean wanted, String capability) {
    if (wanted) {
      throw VmMode.lacks(capability);
    }
  }

  private static Redirect input(Stdio stdio) {
    return switch (stdio) {
      case Stdio.Inherit() -> Redirect.INHERIT;
      case Stdio.NewPipe() -> Redirect.PIPE;
      case Stdio.File(Path path, Stdio.Access access) ->
          switch (access) {
            case READ -> Redirect.from(path.toFile());
            case READ_WRITE -> Redirect.from(WINDOWS ? new File("NUL") : path.toFile());
            case WRITE, APPEND ->
                throw VmMode.lacks("standard input of a child that is open for writing");
          };
      case Stdio.Open _, Stdio.Merged _ -> throw openFile();
    };
  }

  private static Redirect output(Stdio stdio) {
    return switch (stdio) {
      case Stdio.Inherit() -> Redirect.INHERIT;
      case Stdio.NewPipe() -> Redirect.PIPE;
      case Stdio.File(Path path, Stdio.Access access) ->
          switch (access) {
            case WRITE -> Redirect.to(path.toFile());
            case APPEND -> Redirect.appendTo(path.toFile());
            case READ_WRITE -> Redirect.DISCARD;
            case READ -> throw VmMode.lacks("output of a child that is open for reading");
          };
      case Stdio.Open _, Stdio.Merged _ -> throw openFile();
    };
  }

  private static UnsupportedOperationException openFile() {
    return VmMode.lacks("an open descriptor for a child (Stdio.of)");
  }
}
