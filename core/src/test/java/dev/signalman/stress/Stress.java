package dev.signalman.stress;

import dev.signalman.testkit.ChildJvm;
import dev.signalman.testkit.StressRun;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/// What the stress tests of this package share, in the test and in its child.
final class Stress {
  private static final BufferedReader IN =
      new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));

  private Stress() {}

  /// A child as a program is run: all compilers, and time enough.
  static ChildJvm.Builder child(Class<?> main) {
    return child(main, Beside.chosen());
  }

  /// The same beside something that interrupts its threads.
  static ChildJvm.Builder child(Class<?> main, Beside other) {
    return other
        .child(main)
        .vm("-XX:TieredStopAtLevel=4")
        .limit(StressRun.time().multipliedBy(4).plusMinutes(10));
  }

  /// Waits, in the child, for the next line of the test.
  static String next() throws IOException {
    String line = IN.readLine();
    if (line == null) {
      throw new IOException("the test has ended");
    }
    return line;
  }
}
