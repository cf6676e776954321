package dev.signalman.signal;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/// What the test sends to a child program's standard input.
final class Lines {
  private static final BufferedReader IN =
      new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));

  private Lines() {}

  /// Waits for the next line.
  static String next() throws IOException {
    String line = IN.readLine();
    if (line == null) {
      throw new IOException("the test has ended");
    }
    return line;
  }

  /// Each line as it comes.
  static Iterable<String> in() {
    return () -> IN.lines().iterator();
  }
}
