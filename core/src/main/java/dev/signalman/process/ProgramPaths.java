package dev.signalman.process;

import dev.signalman.posix.StdlibH;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// The paths that posix_spawnp(3) tries for a program: the name itself if it has a slash, otherwise
/// the name in each folder of this process's PATH.
final class ProgramPaths {
  /// Used if there is no PATH: confstr(3), `_CS_PATH`.
  private static final byte[] USUAL = "/bin:/usr/bin".getBytes(StandardCharsets.US_ASCII);

  private ProgramPaths() {}

  static List<byte[]> of(byte[] name) {
    if (name.length == 0) {
      return List.of();
    }
    if (indexOf('/', name, 0) < name.length) {
      return List.of(name);
    }
    byte[] path = StdlibH.getenv("PATH");
    return in(path == null ? USUAL : path, name);
  }

  /// @param path folders, with a colon between them; an empty one is the present folder
  static List<byte[]> in(byte[] path, byte[] name) {
    List<byte[]> paths = new ArrayList<>();
    int start = 0;
    while (start <= path.length) {
      int end = indexOf(':', path, start);
      paths.add(joined(path, start, end, name));
      start = end + 1;
    }
    return paths;
  }

  private static byte[] joined(byte[] path, int start, int end, byte[] name) {
    int folder = end - start;
    if (folder == 0) {
      return name;
    }
    byte[] joined = new byte[folder + 1 + name.length];
    System.arraycopy(path, start, joined, 0, folder);
    joined[folder] = '/';
    System.arraycopy(name, 0, joined, folder + 1, name.length);
    return joined;
  }

  /// The length if there is none.
  private static int indexOf(char character, byte[] text, int start) {
    int index = start;
    while (index < text.length && text[index] != character) {
      index++;
    }
    return index;
  }
}
