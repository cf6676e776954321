package dev.signalman.process;

import dev.signalman.posix.FcntlH;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/// This process's open descriptors, as proc(5) lists them.
final class OpenDescriptors {
  private OpenDescriptors() {}

  /// Marks those from `lowest` on as closed by exec: for C libraries that cannot close a range in
  /// the child. One that another thread opens meanwhile without the mark slips through.
  static void closeOnExecFrom(int lowest) {
    try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
      for (Path descriptor : descriptors) {
        int number = Integer.parseInt(descriptor.getFileName().toString());
        if (number >= lowest) {
          FcntlH.fcntl(number, FcntlH.F_SETFD, FcntlH.FD_CLOEXEC);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
