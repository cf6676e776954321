package dev.signalman.lifecycle;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/// The line of a program that has no memory left to stop in order. All that this needs is made
/// beforehand.
final class LastLine {
  private static final int STATUS = 1;
  private static final int DEPTH = 4;
  private static final FileOutputStream OUT = new FileOutputStream(FileDescriptor.err);
  private static final byte[] TEXT =
      "signalman: out of memory while the program stops: halted with status 1\n"
          .getBytes(StandardCharsets.US_ASCII);

  private LastLine() {}

  /// Loads this class.
  static void prepare() {}

  /// Halts the VM if it is out of memory.
  static void haltIfOutOfMemory(Throwable error) {
    if (isOutOfMemory(error)) {
      try {
        OUT.write(TEXT, 0, TEXT.length);
      } catch (Throwable _) { // the halt matters more
      } finally {
        Runtime.getRuntime().halt(STATUS);
      }
    }
  }

  private static boolean isOutOfMemory(Throwable error) {
    Throwable each = error;
    for (int i = 0; i < DEPTH && each != null; i++) {
      if (each instanceof OutOfMemoryError) {
        return true;
      }
      boolean wraps = each instanceof ExecutionException || each instanceof CompletionException;
      each = wraps ? each.getCause() : null;
    }
    return false;
  }
}
