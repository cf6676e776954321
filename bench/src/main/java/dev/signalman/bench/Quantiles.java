package dev.signalman.bench;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/// Where the values of a sample lie.
///
/// @param median half of the values are not above it
/// @param p90 90 % are not above it
/// @param p99 99 % are not above it
/// @param max the largest
public record Quantiles(double median, double p90, double p99, double max) {

  /// Those of one turn.
  static Quantiles of(long[] values) {
    long[] sorted = values.clone();
    Arrays.sort(sorted);
    return new Quantiles(
        at(sorted, 0.5), at(sorted, 0.9), at(sorted, 0.99), sorted[sorted.length - 1]);
  }

  private static double at(long[] sorted, double share) {
    return sorted[(int) Math.ceil(share * sorted.length) - 1];
  }

  /// Those of all turns together: of each the median over the turns, so that a few turns which
  /// something else on the machine disturbed do not decide; but of the maxima the largest.
  static Quantiles overTurns(List<long[]> turns) {
    List<Quantiles> all = turns.stream().map(Quantiles::of).toList();
    return new Quantiles(
        median(all, Quantiles::median),
        median(all, Quantiles::p90),
        median(all, Quantiles::p99),
        all.stream().mapToDouble(Quantiles::max).max().orElseThrow());
  }

  private static double median(List<Quantiles> all, ToDoubleFunction<Quantiles> which) {
    return median(all.stream().mapToDouble(which).toArray());
  }

  /// The middle one, or the mean of the middle two.
  public static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
