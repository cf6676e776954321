package dev.signalman.testkit;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/// The length and the seeds of stress tests, from system properties that the build passes on.
///
/// | property | meaning | |---|---| | `stress.minutes` | about how long all of them take together;
/// 0, the default, is the short form | | `stress.seconds` | how long each runs, regardless of
/// `stress.minutes` | | `stress.seed` | the first seed of each test |
public final class StressRun {
  /// The number of parts into which the runs of a suite divide its time: some runs take a few, and
  /// starting the VMs takes the rest.
  private static final int PARTS = 100;

  private static final Duration SHORT = Duration.ofMillis(500);
  private static final AtomicLong NEXT_SEED = new AtomicLong();

  private StressRun() {}

  /// The length of one run of a test.
  ///
  /// @return the time
  public static Duration time() {
    long seconds = Long.getLong("stress.seconds", 0);
    if (seconds > 0) {
      return Duration.ofSeconds(seconds);
    }
    Duration part = Duration.ofMinutes(Long.getLong("stress.minutes", 0)).dividedBy(PARTS);
    return part.compareTo(SHORT) > 0 ? part : SHORT;
  }

  /// Whether a longer run than that of every build was requested.
  ///
  /// @return whether it was
  public static boolean isLong() {
    return time().compareTo(SHORT) > 0;
  }

  /// A count that depends on the form.
  ///
  /// @param inEveryBuild for the short form
  /// @param whenLong for the long form
  /// @return one of the two
  public static int count(int inEveryBuild, int whenLong) {
    return isLong() ? whenLong : inEveryBuild;
  }

  /// A seed, the same in each repetition of a test with `stress.seed`.
  ///
  /// @return the seed
  public static long seed() {
    return NEXT_SEED.getAndIncrement();
  }

  /// Begins a test.
  ///
  /// @return its first seed
  static long begin() {
    long first = Long.getLong("stress.seed", ThreadLocalRandom.current().nextLong(1_000_000));
    NEXT_SEED.set(first);
    return first;
  }
}
