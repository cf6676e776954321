package dev.signalman.io;

import dev.signalman.posix.FcntlH;
import dev.signalman.posix.Memory;
import java.nio.file.Path;

/// A file that is open for reading, to be given to another process.
public final class OpenFile {
  private OpenFile() {}

  public static Fd of(Path file) {
    int flags = FcntlH.O_RDONLY | FcntlH.O_CLOEXEC;
    return Fd.received(FcntlH.open(Memory.string(file.toString()), flags, 0));
  }
}
