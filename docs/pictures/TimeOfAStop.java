/// Prints the time line of a stop: `java TimeOfAStop.java >time-of-a-stop.svg`.
final class TimeOfAStop {
  private static final int WIDTH = 960;
  private static final int HEIGHT = 372;
  private static final int START = 150;
  private static final int SECOND = 25;
  private static final int TOP = 50;
  private static final int LANE = 46;
  private static final int BAR = 28;

  private static final String BLUE = "#dbe9f6";
  private static final String GREEN = "#ddf0dd";
  private static final String ORANGE = "#fde8cf";
  private static final String GREY = "#eeeeee";
  private static final String RED = "#f6d5d5";

  private final StringBuilder svg = new StringBuilder();

  private TimeOfAStop() {}

  public static void main(String[] args) {
    System.out.print(new TimeOfAStop().draw());
  }

  private String draw() {
    svg.append(
        """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="sans-serif" font-size="13">
        <title>The time line of a stop</title>
        <rect width="%d" height="%d" fill="#ffffff"/>
        """
            .formatted(WIDTH, HEIGHT, WIDTH, HEIGHT));
    moment(0, "TERM", "#444444");
    moment(5, "5 s", "#999999");
    moment(23, "23 s", "#999999");
    moment(25, "25 s: halt", "#b03030");
    moment(30, "30 s: KILL", "#b03030");
    lane(0, "Kubernetes", "");
    bar(0, 0, 30, "grace period", GREY);
    lane(1, "load balancer", "learns of it late");
    bar(1, 0, 4, "sends requests", ORANGE);
    lane(2, "with hooks alone", "no order, no limit");
    half(2, 0, 0, 9, "the server's hook", ORANGE);
    half(2, 1, 0, 4, "that of the logging", RED);
    bar(2, 9.2, 12.2, "status 143", GREY);
    lane(3, "with a Lifecycle", "DRAINING at once");
    bar(3, 0, 5, "drain delay", GREEN);
    bar(3, 5, 7, "intake", BLUE);
    bar(3, 7, 15, "drain", BLUE);
    bar(3, 15, 17, "store", BLUE);
    bar(3, 17, 19.2, "report", GREY);
    bar(3, 19.2, 21.6, "hooks", ORANGE);
    bar(3, 21.8, 24.6, "status 0", GREY);
    lane(4, "its limits", "");
    bar(4, 0, 23, "delay and stages: what one does not use is left for the next", GREY);
    bar(4, 23, 25, "reserve", RED);
    lane(5, "a second signal", "");
    bar(5, 0, 17, "ends delay and stages: report, exit", ORANGE);
    bar(5, 19.2, 21.6, "halt", RED);
    note("Deadline 25 s, reserve 2 s, drain delay 5 s. The times within the limits are an example.");
    svg.append("</svg>\n");
    return svg.toString();
  }

  private static int x(double second) {
    return START + (int) Math.round(second * SECOND);
  }

  private static int y(int lane) {
    return TOP + lane * LANE;
  }

  private void moment(double second, String name, String color) {
    svg.append(
        "<path d=\"M%d 30V%d\" stroke=\"%s\" stroke-dasharray=\"4 4\"/>%n"
            .formatted(x(second), y(6) - 8, color));
    text(x(second), 22, "middle", 12, color, name);
  }

  private void lane(int lane, String name, String detail) {
    text(START - 12, y(lane) + (detail.isEmpty() ? 18 : 12), "end", 13, "#222222", name);
    text(START - 12, y(lane) + 27, "end", 11, "#666666", detail);
  }

  private void bar(int lane, double from, double to, String name, String color) {
    svg.append(
        "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"4\" fill=\"%s\" stroke=\"#444444\"/>%n"
            .formatted(x(from), y(lane), x(to) - x(from), BAR, color));
    text((x(from) + x(to)) / 2, y(lane) + 18, "middle", 12, "#222222", name);
  }

  /// One of two bars in a lane.
  private void half(int lane, int row, double from, double to, String name, String color) {
    int height = BAR / 2 + 2;
    int top = y(lane) - 2 + row * height;
    svg.append(
        "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"3\" fill=\"%s\" stroke=\"#444444\"/>%n"
            .formatted(x(from), top, x(to) - x(from), height, color));
    text(x(from) + 6, top + 12, "start", 10, "#222222", name);
  }

  private void note(String words) {
    text(24, y(6) + 14, "start", 12, "#666666", words);
  }

  private void text(int x, int y, String anchor, int size, String color, String words) {
    if (!words.isEmpty()) {
      svg.append(
          "<text x=\"%d\" y=\"%d\" text-anchor=\"%s\" font-size=\"%d\" fill=\"%s\">%s</text>%n"
              .formatted(x, y, anchor, size, color, words));
    }
  }
}
