package dev.signalman.process;

import dev.signalman.Errno;
import dev.signalman.PosixException;
import dev.signalman.posix.ErrnoH;
import dev.signalman.posix.Memory;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;

/// Describes why a child could not be started, with the details that the kernel's one error number
/// does not give.
final class SpawnFailure {
  private SpawnFailure() {}

  static String describe(SpawnPlan plan, Errno errno, Memory arguments, Memory environment) {
    String program = plan.command().getFirst();
    StringBuilder text = new StringBuilder("start ").append(quoted(program));
    Path directory = plan.directory();
    if (directory != null) {
      text.append(" in ").append(directory);
      if (!Files.isDirectory(directory)) {
        return text.append(", which is no directory").toString();
      }
    }
    if (plan.placement() == SpawnPlan.Placement.GROUP && plan.group() != 0) {
      text.append(" in process group ").append(plan.group());
    }
    return text.append(hint(program, errno, arguments.size() + environment.size())).toString();
  }

  /// The failure for a child that ended before it could be held, and whose status other code took.
  static PosixException stolen(SpawnPlan plan, int pid) {
    return new PosixException(
        "start "
            + quoted(plan.command().getFirst())
            + ", whose process "
            + pid
            + " has ended, and whose status was taken by other code that waits for any child",
        new Errno(ErrnoH.ECHILD));
  }

  /// The program's name, in quotes if it could be taken for the words around it.
  private static String quoted(String program) {
    boolean plain = !program.isEmpty() && program.chars().noneMatch(Character::isWhitespace);
    return plain ? program : '"' + program + '"';
  }

  private static String hint(String program, Errno errno, long size) {
    if (errno.equals(Errno.E2BIG)) {
      return " with " + size + " bytes of arguments and environment";
    }
    if (errno.equals(Errno.EAGAIN)) {
      return ", with too many processes of this user or control group already";
    }
    if (errno.equals(Errno.EACCES) && new File(program).isDirectory()) {
      return ", which is a directory";
    }
    if (errno.equals(Errno.ENOENT)
        && new File(program).isAbsolute()
        && new File(program).exists()) {
      return ", which is there, but not the interpreter or loader that it names";
    }
    return "";
  }
}
