import java.util.Locale;

/// Prints the picture of the way of a signal: `java WayOfASignal.java >way-of-a-signal.svg`.
final class WayOfASignal {
  private static final int WIDTH = 930;
  private static final int HEIGHT = 300;
  private static final int BOX = 150;

  private final StringBuilder svg = new StringBuilder();

  private WayOfASignal() {}

  public static void main(String[] args) {
    System.out.print(new WayOfASignal().draw());
  }

  private String draw() {
    text(
        """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="sans-serif" font-size="13">
        <title>The way of a signal</title>
        <rect width="%d" height="%d" fill="#ffffff"/>
        <defs><marker id="end" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="7" markerHeight="7" orient="auto">\
        <path d="M0 0L8 4L0 8z" fill="#444444"/></marker></defs>
        """
            .formatted(WIDTH, HEIGHT, WIDTH, HEIGHT));
    area(190, 20, 180, 260, "the kernel");
    area(390, 20, 525, 260, "the Java process");
    box(10, 120, "another process", "kill, sigqueue", "#f2f2f2");
    box(205, 120, "queue of signals", "sender, cause, value", "#dbe9f6");
    box(405, 50, "signalfd", "blocked in each thread", "#dbe9f6");
    box(405, 190, "handler code, pipe", "HUP, INT, TERM", "#fde8cf");
    box(585, 120, "one reader", "epoll, then read", "#ddf0dd");
    arrow(160, 145, 205, 145);
    arrow(355, 138, 405, 85);
    arrow(355, 152, 405, 205);
    arrow(555, 85, 585, 132);
    arrow(555, 205, 585, 158);
    small(772, 60, "SelfPipe, EventLoop:", "your own thread");
    small(772, 135, "Signals.handle:", "one call at a time");
    small(772, 210, "Signals.queue:", "a queue");
    arrow(720, 120, 766, 75);
    arrow(735, 145, 766, 145);
    arrow(720, 170, 766, 215);
    text("</svg>\n");
    return svg.toString();
  }

  private void text(String part) {
    svg.append(part);
  }

  private void area(int x, int y, int width, int height, String name) {
    text(
        "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"8\" fill=\"none\" stroke=\"#999999\" stroke-dasharray=\"4 4\"/>%n"
            .formatted(x, y, width, height));
    text("<text x=\"%d\" y=\"%d\" fill=\"#666666\">%s</text>%n".formatted(x + 10, y + height - 10, name));
  }

  private void box(int x, int y, String title, String detail, String color) {
    text(
        "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"50\" rx=\"6\" fill=\"%s\" stroke=\"#444444\"/>%n"
            .formatted(x, y, BOX, color));
    int middle = x + BOX / 2;
    text(
        "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\" font-weight=\"bold\">%s</text>%n"
            .formatted(middle, y + 21, title));
    text(
        "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\" font-size=\"12\">%s</text>%n"
            .formatted(middle, y + 39, detail));
  }

  private void small(int x, int y, String title, String detail) {
    text("<text x=\"%d\" y=\"%d\" font-size=\"12\">%s</text>%n".formatted(x, y + 8, title));
    text(
        "<text x=\"%d\" y=\"%d\" font-size=\"12\" fill=\"#666666\">%s</text>%n"
            .formatted(x, y + 24, detail));
  }

  private void arrow(int x1, int y1, int x2, int y2) {
    text(
        String.format(
            Locale.ROOT,
            "<path d=\"M%d %dL%d %d\" stroke=\"#444444\" fill=\"none\" marker-end=\"url(#end)\"/>%n",
            x1,
            y1,
            x2,
            y2));
  }
}
