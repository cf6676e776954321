package dev.signalman.internal.kernel;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The files that HotSpot opens before any Java code runs and that exec does not close, so that
/// they look as if they had been passed to this process: the classes of the JDK, and jars of the
/// class path. They get the lowest free numbers, also those of closed standard streams.
public final class VmFiles {
  private VmFiles() {}

  /// Whether a descriptor of this process is such a file.
  public static boolean include(int number) {
    Path file;
    try {
      file = Files.readSymbolicLink(Path.of("/proc/self/fd/" + number));
    } catch (IOException _) {
      return false; // no /proc
    }
    Path image = Path.of(System.getProperty("java.home"), "lib", "modules");
    return isSame(image, file) || isOnClassPath(file);
  }

  private static boolean isOnClassPath(Path file) {
    String classPath = System.getProperty("java.class.path", "");
    for (String entry : classPath.split(File.pathSeparator, -1)) {
      if (entry.endsWith(".jar") && isSame(Path.of(entry), file)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isSame(Path path, Path file) {
    try {
      return path.toRealPath().equals(file);
    } catch (IOException _) {
      return false; // no such file: a VM without an image, or a missing class path entry
    }
  }
}
