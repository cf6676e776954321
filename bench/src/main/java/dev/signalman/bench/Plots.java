package dev.signalman.bench;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.NumberFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jfree.chart.ChartFactory;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.AxisLocation;
import org.jfree.chart.axis.LogAxis;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.NumberTickUnit;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.labels.StandardCategoryItemLabelGenerator;
import org.jfree.chart.plot.CategoryPlot;
import org.jfree.chart.plot.Plot;
import org.jfree.chart.plot.PlotOrientation;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.category.BarRenderer;
import org.jfree.chart.renderer.category.StandardBarPainter;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.data.category.DefaultCategoryDataset;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;
import org.jfree.svg.SVGGraphics2D;

/// Draws pictures as SVG.
public final class Plots {
  private static final int WIDTH = 900;
  private static final int HEIGHT = 500;
  private static final int HEIGHT_WITHOUT_BARS = 130;
  private static final int HEIGHT_OF_A_BAR = 18;
  private static final Font TITLE = new Font(Font.SANS_SERIF, Font.BOLD, 16);

  /// Told apart on white, also by those who see no red or no green (Okabe and Ito).
  private static final List<Color> COLOURS =
      List.of(
          new Color(0x0072B2),
          new Color(0xD55E00),
          new Color(0x009E73),
          new Color(0x000000),
          new Color(0xCC79A7));

  /// So that lines are told apart in black and white, too.
  private static final List<BasicStroke> STROKES =
      List.of(solid(), dashed(9, 4), dashed(3, 3), solid(), dashed(12, 3, 2, 3));

  private final Path folder;

  /// Writes them there.
  public Plots(Path folder) {
    this.folder = folder;
  }

  /// Draws what each measure has to show.
  void draw(Report report) throws IOException {
    for (Results results : report.results()) {
      for (Picture picture : results.pictures()) {
        draw(picture);
      }
    }
  }

  /// Draws one picture.
  public void draw(Picture picture) throws IOException {
    switch (picture) {
      case Picture.Curves curves -> save(curves, draw(curves), HEIGHT);
      case Picture.Bars bars -> save(bars, draw(bars), height(bars));
    }
  }

  private static JFreeChart draw(Picture.Curves picture) {
    XYSeriesCollection lines = new XYSeriesCollection();
    for (Picture.Curve curve : picture.curves()) {
      XYSeries line = new XYSeries(curve.name());
      for (int i = 0; i < curve.across().size(); i++) {
        line.add(curve.across().get(i), curve.up().get(i));
      }
      lines.addSeries(line);
    }
    JFreeChart chart =
        ChartFactory.createXYLineChart(picture.title(), picture.across(), picture.up(), lines);
    XYPlot plot = chart.getXYPlot();
    if (picture.logarithmic()) {
      LogAxis axis = logarithmic(plot.getDomainAxis());
      axis.setRange(
          Math.pow(10, Math.floor(Math.log10(lines.getDomainLowerBound(false)))),
          Math.pow(10, Math.ceil(Math.log10(lines.getDomainUpperBound(false)))));
      plot.setDomainAxis(axis);
    }
    plot.setRangeGridlinePaint(Color.LIGHT_GRAY);
    plot.setDomainGridlinePaint(Color.LIGHT_GRAY);
    boolean fewPoints = picture.curves().getFirst().across().size() < 10;
    XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer(true, fewPoints);
    renderer.setDrawSeriesLineAsPath(true); // else each segment is an element of its own
    for (int i = 0; i < lines.getSeriesCount(); i++) {
      renderer.setSeriesPaint(i, COLOURS.get(i));
      renderer.setSeriesStroke(i, STROKES.get(i));
      renderer.setLegendLine(new Line2D.Double(-18, 0, 18, 0));
    }
    plot.setRenderer(renderer);
    return chart;
  }

  /// With the looks of the one that it stands for.
  private static LogAxis logarithmic(ValueAxis linear) {
    LogAxis axis = new LogAxis(linear.getLabel());
    axis.setTickUnit(new NumberTickUnit(1, NumberFormat.getNumberInstance(Locale.ROOT)));
    axis.setNumberFormatOverride(NumberFormat.getNumberInstance(Locale.ROOT));
    axis.setLabelFont(linear.getLabelFont());
    axis.setTickLabelFont(linear.getTickLabelFont());
    axis.setLabelPaint(linear.getLabelPaint());
    axis.setTickLabelPaint(linear.getTickLabelPaint());
    return axis;
  }

  private static JFreeChart draw(Picture.Bars picture) {
    DefaultCategoryDataset bars = new DefaultCategoryDataset();
    for (Map.Entry<String, List<Double>> series : picture.values().entrySet()) {
      for (int i = 0; i < picture.groups().size(); i++) {
        double value = series.getValue().get(i);
        bars.addValue(
            Double.isNaN(value) ? null : (Number) value, series.getKey(), picture.groups().get(i));
      }
    }
    JFreeChart chart =
        ChartFactory.createBarChart(
            picture.title(),
            null,
            picture.along(),
            bars,
            PlotOrientation.HORIZONTAL,
            picture.values().size() > 1,
            false,
            false);
    CategoryPlot plot = chart.getCategoryPlot();
    plot.setRangeGridlinePaint(Color.LIGHT_GRAY);
    plot.setRangeAxisLocation(AxisLocation.BOTTOM_OR_LEFT);
    plot.getDomainAxis().setMaximumCategoryLabelWidthRatio(0.5f);
    plot.getDomainAxis().setCategoryMargin(0.25);
    NumberAxis along = (NumberAxis) plot.getRangeAxis();
    along.setUpperMargin(0.1); // for the values beside the bars
    along.setNumberFormatOverride(NumberFormat.getIntegerInstance(Locale.ROOT));
    BarRenderer renderer = (BarRenderer) plot.getRenderer();
    renderer.setBarPainter(new StandardBarPainter());
    renderer.setShadowVisible(false);
    renderer.setItemMargin(0.05);
    renderer.setDefaultItemLabelGenerator(
        new StandardCategoryItemLabelGenerator(
            "{2}", NumberFormat.getIntegerInstance(Locale.ROOT)));
    renderer.setDefaultItemLabelsVisible(true);
    for (int i = 0; i < bars.getRowCount(); i++) {
      renderer.setSeriesPaint(i, COLOURS.get(i));
    }
    return chart;
  }

  private static int height(Picture.Bars picture) {
    int bars = picture.values().size();
    return HEIGHT_WITHOUT_BARS + HEIGHT_OF_A_BAR * bars * picture.groups().size() * 4 / 3;
  }

  private static BasicStroke solid() {
    return new BasicStroke(2);
  }

  private static BasicStroke dashed(float... dashes) {
    return new BasicStroke(2, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER, 10, dashes, 0);
  }

  private void save(Picture picture, JFreeChart chart, int height) throws IOException {
    chart.setBackgroundPaint(Color.WHITE);
    chart.setPadding(new RectangleInsets(8, 4, 4, 12));
    chart.getTitle().setFont(TITLE);
    Plot plot = chart.getPlot();
    plot.setBackgroundPaint(Color.WHITE);
    SVGGraphics2D graphics = new SVGGraphics2D(WIDTH, height);
    chart.draw(graphics, new Rectangle2D.Double(0, 0, WIDTH, height));
    Files.writeString(folder.resolve(picture.name() + ".svg"), graphics.getSVGDocument());
  }
}
