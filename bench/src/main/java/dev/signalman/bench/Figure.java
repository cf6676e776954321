package dev.signalman.bench;

import java.util.Map;

/// What one system did in one measure.
///
/// @param measure name of the measure
/// @param system name of the system
/// @param unit of the values
/// @param values by name, in the order in which they are printed
/// @param raw one list of measured values for each turn, in nanoseconds
record Figure(String measure, String system, String unit, Map<String, Double> values, Object raw) {

  double value(String name) {
    Double value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException(system + " has no " + name + " in " + measure);
    }
    return value;
  }
}
