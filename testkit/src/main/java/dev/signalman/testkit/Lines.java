package dev.signalman.testkit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/// What the test sends to a child program ([ChildProgram#send]), as that program reads it.
public final class Lines {
  private static final BufferedReader IN =
      new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));

  private Lines() {}

  /// Waits for the next line.
  ///
  /// @return the line, without its end
  /// @throws IOException if the test has ended
  public static String next() throws IOException {
    String line = IN.readLine();
    if (line == null) {
      throw new IOException("the test has ended");
    }
    return line;
  }

  /// Each line as it comes, until the test has ended or has closed this program's standard input.
  ///
  /// @return the lines, once
  public static Iterable<String> in() {
    return () -> IN.lines().iterator();
  }
}
