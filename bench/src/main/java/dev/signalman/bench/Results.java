package dev.signalman.bench;

import java.util.List;

/// What a measure found.
///
/// @param figures of all systems
/// @param comparisons the lines of the table
record Results(List<Figure> figures, List<Comparison> comparisons) {}
