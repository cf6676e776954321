package dev.signalman.bench;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.geom.Rectangle2D;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.NumberFormat;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jfree.chart.ChartFactory;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.LogAxis;
import org.jfree.chart.axis.NumberTickUnit;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;
import org.jfree.svg.SVGGraphics2D;

/// Draws what a table cannot show: how latencies are spread, and how figures grow.
final class Plots {
  private static final int WIDTH = 900;
  private static final int HEIGHT = 500;
  private static final int POINTS = 100;
  private static final double LEAST_MICROS = 0.1;

  /// Told apart on white, also by those who see no red or no green (Okabe and Ito), and two greys.
  private static final List<Integer> COLOURS =
      List.of(
          0xE69F00, 0x56B4E9, 0x009E73, 0x0072B2, 0xD55E00, 0xCC79A7, 0x000000, 0x999999, 0x806600);

  private static final String GROWTH = "growth-";

  private final Path folder;

  Plots(Path folder) {
    this.folder = folder;
  }

  /// Draws every measure that has something to draw.
  void draw(Report report) throws IOException {
    for (Results results : report.results()) {
      List<Figure> figures = results.figures();
      String measure = figures.getFirst().measure();
      if (measure.startsWith(GROWTH)) {
        save(measure, growth(measure.substring(GROWTH.length()), figures));
      } else if (figures.stream().allMatch(figure -> samples(figure).length > 0)) {
        save(measure, distribution(measure, figures));
      }
    }
  }

  /// For each system: what share of its samples lies below how many microseconds. Ends at 99.9 %,
  /// since the very largest values would squeeze all others.
  private static JFreeChart distribution(String measure, List<Figure> figures) {
    XYSeriesCollection lines = new XYSeriesCollection();
    for (Figure figure : figures) {
      double[] sorted = samples(figure);
      Arrays.sort(sorted);
      XYSeries line = new XYSeries(figure.system());
      for (int i = 0; i <= POINTS; i++) {
        double share = Math.min(0.999, (double) i / POINTS);
        double micros = sorted[(int) (share * (sorted.length - 1))] / 1000;
        line.add(Math.max(LEAST_MICROS, micros), 100 * share);
      }
      lines.addSeries(line);
    }
    JFreeChart chart =
        ChartFactory.createXYLineChart(measure, "us", "% of samples that are below", lines);
    logarithmic(chart);
    return chart;
  }

  private static void logarithmic(JFreeChart chart) {
    LogAxis axis = new LogAxis("microseconds");
    axis.setTickUnit(new NumberTickUnit(1, NumberFormat.getNumberInstance(Locale.ROOT)));
    axis.setNumberFormatOverride(NumberFormat.getNumberInstance(Locale.ROOT));
    axis.setSmallestValue(LEAST_MICROS);
    ((XYPlot) chart.getPlot()).setDomainAxis(axis);
  }

  /// Latencies against the size; whatever a figure has besides is in the table.
  private static JFreeChart growth(String kind, List<Figure> figures) {
    XYSeriesCollection lines = new XYSeriesCollection();
    for (String value : List.of("median", "p99")) {
      XYSeries ours = new XYSeries("Signalman, " + value);
      XYSeries others = new XYSeries("C, " + value);
      for (Figure figure : figures) {
        XYSeries line = figure.system().endsWith(", C") ? others : ours;
        line.add(figure.value(kind), figure.value(value));
      }
      lines.addSeries(ours);
      if (!others.isEmpty()) {
        lines.addSeries(others);
      }
    }
    return ChartFactory.createXYLineChart(
        "kill() to reader, with so many " + kind, kind, "microseconds", lines);
  }

  /// The samples of a figure in nanoseconds, or none if it has other values.
  private static double[] samples(Figure figure) {
    if (figure.unit().equals("us") && figure.raw() instanceof List<?> turns) {
      return turns.stream()
          .filter(long[].class::isInstance)
          .flatMapToLong(turn -> Arrays.stream((long[]) turn))
          .asDoubleStream()
          .toArray();
    }
    return new double[0];
  }

  private void save(String name, JFreeChart chart) throws IOException {
    chart.setBackgroundPaint(Color.WHITE);
    XYPlot plot = (XYPlot) chart.getPlot();
    plot.setBackgroundPaint(Color.WHITE);
    plot.setRangeGridlinePaint(Color.LIGHT_GRAY);
    plot.setDomainGridlinePaint(Color.LIGHT_GRAY);
    XYLineAndShapeRenderer lines = new XYLineAndShapeRenderer(true, false);
    lines.setDrawSeriesLineAsPath(true); // else each segment is an element of its own
    for (int i = 0; i < COLOURS.size(); i++) {
      lines.setSeriesPaint(i, new Color(COLOURS.get(i)));
      lines.setSeriesStroke(i, new BasicStroke(1.8f));
    }
    plot.setRenderer(lines);
    SVGGraphics2D graphics = new SVGGraphics2D(WIDTH, HEIGHT);
    chart.draw(graphics, new Rectangle2D.Double(0, 0, WIDTH, HEIGHT));
    Files.writeString(folder.resolve(name + ".svg"), graphics.getSVGDocument());
  }
}
