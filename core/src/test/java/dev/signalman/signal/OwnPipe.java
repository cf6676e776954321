package dev.signalman.signal;

import dev.signalman.posix.UnistdH;
import dev.signalman.testkit.ProcFs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// Does to a receiver's pipe what no program should.
final class OwnPipe {
  private static final int ACCESS_MODE = 3;

  private OwnPipe() {}

  /// Closes the read end of each pipe that this process has made for itself.
  static void closeReadEnds() throws IOException {
    Map<Integer, String> open = ProcFs.descriptors(ProcessHandle.current().pid());
    for (Map.Entry<Integer, String> descriptor : open.entrySet()) {
      int fd = descriptor.getKey();
      if (fd > 2 && descriptor.getValue().startsWith("pipe:") && isReadOnly(fd)) {
        UnistdH.close(fd);
      }
    }
  }

  private static boolean isReadOnly(int fd) throws IOException {
    String flags =
        Files.readAllLines(Path.of("/proc/self/fdinfo/" + fd)).stream()
            .filter(line -> line.startsWith("flags:"))
            .findFirst()
            .orElseThrow();
    return (Integer.parseInt(flags.substring("flags:".length()).strip(), 8) & ACCESS_MODE) == 0;
  }
}
