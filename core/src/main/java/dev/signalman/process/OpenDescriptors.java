package dev.signalman.process;

import dev.signalman.Errno;
import dev.signalman.PosixException;
import dev.signalman.posix.FcntlH;
import dev.signalman.posix.UnistdH;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/// This process's open descriptors from a number on.
final class OpenDescriptors {
  private static final int LAST = -1;

  private OpenDescriptors() {}

  /// Marks all descriptors from `lowest` on as closed by exec: for C libraries that cannot close a
  /// range in the child. A descriptor that another thread opens meanwhile without the mark is
  /// missed.
  ///
  /// @throws PosixException if there is no way to reach them
  static void closeOnExecFrom(int lowest) throws PosixException {
    int result = UnistdH.close_range(lowest, LAST, UnistdH.CLOSE_RANGE_CLOEXEC);
    if (result < 0) {
      closeListedOnExecFrom(lowest, new Errno(-result));
    }
  }

  /// Does so for those that proc(5) lists.
  private static void closeListedOnExecFrom(int lowest, Errno refused) throws PosixException {
    try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
      for (Path descriptor : descriptors) {
        int number = Integer.parseInt(descriptor.getFileName().toString());
        if (number >= lowest) {
          FcntlH.fcntl(number, FcntlH.F_SETFD, FcntlH.FD_CLOEXEC);
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      PosixException failure =
          new PosixException(
              "keeping descriptors from "
                  + lowest
                  + " on from a child, which needs /proc or close_range(2) (Linux 5.11, and no filter"
                  + " that refuses it)",
              refused);
      failure.addSuppressed(e);
      throw failure;
    }
  }
}
