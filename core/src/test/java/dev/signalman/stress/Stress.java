package dev.signalman.stress;

import dev.signalman.testkit.ChildJvm;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/// What the stress tests share: how long they run, and where their chance comes from.
final class Stress {
  private static final BufferedReader IN =
      new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));

  private Stress() {}

  /// How long one test runs, by `-Dstress.seconds`.
  static Duration time() {
    return Duration.ofSeconds(Integer.getInteger("stress.seconds", 1));
  }

  /// Whether more was asked for than what every build does.
  static boolean isLong() {
    return time().toSeconds() > 1;
  }

  /// By `-Dstress.seed`, or a new one; the tests print it.
  static long seed() {
    return Long.getLong("stress.seed", ThreadLocalRandom.current().nextLong(1_000_000));
  }

  /// A child as a program is run: all compilers, and time enough.
  static ChildJvm.Builder child(Class<?> main) {
    return ChildJvm.of(main)
        .vm("-XX:TieredStopAtLevel=4")
        .limit(time().multipliedBy(4).plusMinutes(10));
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
