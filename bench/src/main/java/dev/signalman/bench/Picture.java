package dev.signalman.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// What a table cannot show, ready to be drawn. A stranger should understand it without the text
/// around it, so at most five lines each.
public sealed interface Picture {
  /// Lines that one picture may have.
  int MOST_LINES = 5;

  /// Of its file, without the suffix.
  String name();

  /// What it shows.
  String title();

  /// One line of [Curves].
  record Curve(String name, List<Double> across, List<Double> up) {}

  /// Lines over two axes.
  ///
  /// @param across name of the horizontal axis, with its unit
  /// @param up name of the vertical axis, with its unit
  /// @param logarithmic whether the horizontal axis is
  record Curves(
      String name, String title, String across, String up, boolean logarithmic, List<Curve> curves)
      implements Picture {

    public Curves {
      if (curves.size() > MOST_LINES) {
        throw new IllegalArgumentException(name + " has too many lines: " + curves.size());
      }
    }
  }

  /// Horizontal bars in groups, with their values beside them.
  ///
  /// @param along name of the axis, with its unit
  /// @param groups of bars, from the top
  /// @param values by the name of the series, one for each group; [Double#NaN] for no bar
  record Bars(
      String name,
      String title,
      String along,
      List<String> groups,
      Map<String, List<Double>> values)
      implements Picture {}

  /// For each system: what share of its samples took at most how long. Ends at 99.9 %, since the
  /// very largest values would squeeze all others.
  ///
  /// @param figures those of them are shown that have samples in nanoseconds
  static Curves spread(String name, String title, String of, List<Figure> figures) {
    return new Curves(
        name,
        title,
        "microseconds (each step of the axis is ten times the last)",
        "% of " + of + " that took at most so long",
        true,
        figures.stream().map(Picture::spread).toList());
  }

  private static Curve spread(Figure figure) {
    int points = 100;
    double leastMicros = 0.1; // for the logarithm
    double[] sorted = samples(figure);
    Arrays.sort(sorted);
    List<Double> across = new ArrayList<>();
    List<Double> up = new ArrayList<>();
    for (int i = 0; i <= points; i++) {
      double share = Math.min(0.999, (double) i / points);
      across.add(Math.max(leastMicros, sorted[(int) (share * (sorted.length - 1))] / 1000));
      up.add(100 * share);
    }
    return new Curve(figure.system(), across, up);
  }

  private static double[] samples(Figure figure) {
    if (figure.raw() instanceof List<?> turns) {
      return turns.stream()
          .flatMapToLong(turn -> Arrays.stream((long[]) turn))
          .asDoubleStream()
          .toArray();
    }
    throw new IllegalArgumentException(figure.system() + " has no samples");
  }

  /// One value of several figures against another.
  static Curve curve(String name, List<Figure> figures, String across, String up) {
    return new Curve(
        name,
        figures.stream().map(figure -> figure.value(across)).toList(),
        figures.stream().map(figure -> figure.value(up)).toList());
  }
}
