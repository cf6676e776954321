package dev.signalman.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A run, in Markdown for people and in JSON for programs.
///
/// @param facts about the machine, by name
/// @param results of all measures
record Report(Map<String, String> facts, List<Results> results) {

  String markdown() {
    StringBuilder text = new StringBuilder();
    facts.forEach(
        (name, value) -> text.append("- ").append(name).append(": ").append(value).append('\n'));
    row(
        text.append('\n'),
        List.of("what", "Signalman", "against", "figure", "ratio", "target", ""));
    row(text, List.of("---", "---", "---", "---:", "---:", "---:", "---"));
    for (Results result : results) {
      for (Comparison line : result.comparisons()) {
        row(
            text,
            List.of(
                line.what(),
                line.ours(),
                line.against(),
                line.theirs(),
                line.ratio(),
                line.target(),
                line.verdict()));
      }
    }
    results.forEach(result -> figures(text.append('\n'), result.figures()));
    return text.toString();
  }

  private static void figures(StringBuilder text, List<Figure> figures) {
    List<String> names =
        figures.stream().flatMap(figure -> figure.values().keySet().stream()).distinct().toList();
    Figure first = figures.getFirst();
    List<String> heading =
        new ArrayList<>(
            List.of(
                first.unit().isEmpty() ? first.measure() : first.measure() + ", " + first.unit()));
    heading.addAll(names);
    row(text, heading);
    row(
        text,
        heading.stream().map(name -> name.equals(heading.getFirst()) ? "---" : "---:").toList());
    for (Figure figure : figures) {
      List<String> cells = new ArrayList<>(List.of(figure.system()));
      names.forEach(name -> cells.add(cell(figure.values().get(name), first.values().get(name))));
      row(text, cells);
    }
  }

  /// A value, and how many times the first system's it is.
  private static String cell(@Nullable Double value, @Nullable Double first) {
    if (value == null) {
      return "";
    }
    String number = Comparison.number(value);
    return first == null || first == 0 || first.equals(value)
        ? number
        : number + " (" + Comparison.times(value / first) + ")";
  }

  private static void row(StringBuilder text, List<String> cells) {
    text.append(cells.stream().collect(Collectors.joining(" | ", "| ", " |\n")));
  }

  String json() {
    List<Object> lines = new ArrayList<>();
    List<Object> figures = new ArrayList<>();
    for (Results result : results) {
      result.comparisons().forEach(line -> lines.add(asMap(line)));
      result.figures().forEach(figure -> figures.add(asMap(figure)));
    }
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("machine", facts);
    all.put("comparisons", lines);
    all.put("figures", figures);
    return Json.of(all) + "\n";
  }

  private static Map<String, Object> asMap(Comparison line) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("what", line.what());
    map.put("signalman", line.ours());
    map.put("against", line.against());
    map.put("figure", line.theirs());
    map.put("ratio", line.ratio());
    map.put("target", line.target());
    map.put("verdict", line.verdict());
    return map;
  }

  private static Map<String, Object> asMap(Figure figure) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("measure", figure.measure());
    map.put("system", figure.system());
    map.put("unit", figure.unit());
    map.put("values", figure.values());
    map.put("turns", figure.raw());
    return map;
  }
}
