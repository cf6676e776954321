package dev.signalman.bench;

import java.util.List;

/// What a measure found.
///
/// @param figures of all systems
/// @param comparisons the lines of the table
/// @param pictures of what a table cannot show
record Results(List<Figure> figures, List<Comparison> comparisons, List<Picture> pictures) {
  /// With nothing to draw.
  Results(List<Figure> figures, List<Comparison> comparisons) {
    this(figures, comparisons, List.of());
  }
}
