import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Converts the Markdown of `docs/man` to a manual page, man(7), with tbl(1) for tables.
///
/// It knows a title such as `# signalman-list(1)`, headings with `##`, paragraphs, code indented by
/// four blanks, items with `-`, tables, terms whose text follows with `:` and may contain all of
/// these; and within a line `code`, `*emphasis*` and links.
final class ManPage {
  private static final String CODE = "    ";
  private static final String NESTED = "  ";
  private static final int WIDE = 24;

  /// Code, emphasis, a link.
  private static final Pattern INLINE =
      Pattern.compile("`([^`]+)`|\\*([^*]+)\\*|\\[([^\\]]+)\\]\\(([^)]+)\\)");

  private static final Pattern PAGE = Pattern.compile("(?:.*/)?([\\w-]+)\\.(\\d)\\.md");

  private final List<String> out = new ArrayList<>();
  private boolean inName;

  private ManPage() {}

  /// Makes `TARGET/NAME.1` of each `FOLDER/NAME.1.md`.
  static void makeAll(Path folder, Path target) throws IOException {
    Files.createDirectories(target);
    try (Stream<Path> pages = Files.list(folder)) {
      for (Path page : pages.sorted().toList()) {
        String name = page.getFileName().toString().replaceFirst("\\.md$", "");
        Files.write(target.resolve(name), of(Files.readAllLines(page)));
      }
    }
  }

  private static List<String> of(List<String> markdown) {
    ManPage page = new ManPage();
    page.out.add("'\\\" t");
    page.blocks(markdown);
    return page.out;
  }

  private void blocks(List<String> lines) {
    int next = 0;
    while (next < lines.size()) {
      next = lines.get(next).isBlank() ? next + 1 : block(lines, next);
    }
  }

  /// @return the line after the block
  private int block(List<String> lines, int start) {
    String first = lines.get(start);
    if (first.startsWith("#")) {
      heading(first);
      return start + 1;
    }
    if (first.startsWith(CODE)) {
      return code(lines, start);
    }
    if (first.startsWith("|")) {
      int end = end(lines, start, "|");
      table(lines.subList(start, end));
      return end;
    }
    if (first.startsWith("- ")) {
      int end = end(lines, start + 1, NESTED);
      out.add(".IP \\(bu 2");
      out.addAll(text(withoutStart(lines.subList(start, end))));
      return end;
    }
    if (start + 1 < lines.size() && lines.get(start + 1).startsWith(": ")) {
      return term(lines, start);
    }
    int end = start;
    while (end < lines.size() && !lines.get(end).isBlank()) {
      end++;
    }
    paragraph();
    out.addAll(text(lines.subList(start, end)));
    return end;
  }

  /// A heading begins a paragraph itself.
  private void paragraph() {
    if (!out.getLast().startsWith(".SH")) {
      out.add(".PP");
    }
  }

  private static int end(List<String> lines, int start, String with) {
    int end = start;
    while (end < lines.size() && lines.get(end).startsWith(with)) {
      end++;
    }
    return end;
  }

  private static List<String> withoutStart(List<String> lines) {
    return lines.stream().map(line -> line.isEmpty() ? line : line.substring(2)).toList();
  }

  private void heading(String line) {
    if (line.startsWith("## ")) {
      out.add(".SH " + line.substring(3));
      inName = line.equals("## NAME");
      return;
    }
    Matcher title = Pattern.compile("# (.+)\\((\\d)\\)").matcher(line);
    if (!title.matches()) {
      throw new IllegalArgumentException("no title of a manual page: " + line);
    }
    String name = escaped(title.group(1).toUpperCase(Locale.ROOT));
    out.add(".TH " + name + " " + title.group(2) + " \"\" \"Signalman\" \"Signalman manual\"");
  }

  private int code(List<String> lines, int start) {
    int end = end(lines, start, CODE);
    paragraph();
    out.addAll(List.of(".RS 4", ".nf"));
    for (String line : lines.subList(start, end)) {
      out.add(guarded(escaped(line.substring(CODE.length()))));
    }
    out.addAll(List.of(".fi", ".RE"));
    return end;
  }

  private int term(List<String> lines, int start) {
    int end = start + 2;
    while (end < lines.size() && (lines.get(end).isBlank() || lines.get(end).startsWith(NESTED))) {
      end++;
    }
    List<String> body = withoutStart(lines.subList(start + 1, end));
    int paragraph = 0;
    while (paragraph < body.size() && !body.get(paragraph).isBlank()) {
      paragraph++;
    }
    out.add(".TP");
    out.addAll(text(List.of(lines.get(start))));
    out.addAll(text(body.subList(0, paragraph)));
    List<String> rest = body.subList(paragraph, body.size());
    if (rest.stream().anyMatch(line -> !line.isBlank())) {
      out.add(".RS");
      blocks(rest);
      out.add(".RE");
    }
    return end;
  }

  private void table(List<String> rows) {
    List<List<String>> cells = new ArrayList<>();
    for (String row : rows) {
      if (!row.matches("[|\\s:-]+")) {
        cells.add(cells(row));
      }
    }
    StringBuilder format = new StringBuilder();
    for (int column = 0; column < cells.getFirst().size(); column++) {
      int number = column;
      boolean wide = cells.stream().anyMatch(row -> row.get(number).length() > WIDE);
      format.append(column == 0 ? "" : " ").append(wide ? "lx" : "l");
    }
    paragraph();
    out.addAll(List.of(".TS", "lb" + " lb".repeat(cells.getFirst().size() - 1)));
    out.add(format + ".");
    for (List<String> row : cells) {
      out.add(String.join("\t", row.stream().map(ManPage::cell).toList()));
    }
    out.add(".TE");
  }

  private static List<String> cells(String row) {
    List<String> cells = new ArrayList<>();
    for (String cell : row.strip().substring(1).split("(?<!\\\\)\\|")) {
      cells.add(cell.strip().replace("\\|", "|"));
    }
    return cells;
  }

  private static String cell(String text) {
    String inline = inline(text);
    return text.length() > WIDE ? "T{\n" + guarded(inline) + "\nT}" : guarded(inline);
  }

  private List<String> text(List<String> lines) {
    String joined = String.join("\n", lines);
    if (inName) {
      int dash = joined.indexOf(" - ");
      String name = joined.substring(0, dash).replace(' ', '-');
      return List.of(escaped(name) + " \\- " + inline(joined.substring(dash + 3)));
    }
    return inline(joined).lines().map(ManPage::guarded).toList();
  }

  private static String inline(String text) {
    StringBuilder result = new StringBuilder();
    Matcher matcher = INLINE.matcher(text);
    int end = 0;
    while (matcher.find()) {
      result.append(escaped(text.substring(end, matcher.start())));
      end = matcher.end();
      if (matcher.group(1) != null) {
        result.append("\\fB").append(escaped(matcher.group(1))).append("\\fR");
      } else if (matcher.group(2) != null) {
        result.append("\\fI").append(escaped(matcher.group(2))).append("\\fR");
      } else {
        result.append(link(matcher.group(3), matcher.group(4)));
      }
    }
    return result.append(escaped(text.substring(end))).toString();
  }

  private static String link(String text, String target) {
    Matcher page = PAGE.matcher(target);
    return page.matches()
        ? "\\fB" + escaped(page.group(1)) + "\\fR(" + page.group(2) + ")"
        : escaped(text);
  }

  private static String escaped(String text) {
    StringBuilder result = new StringBuilder();
    text.codePoints()
        .forEach(character -> {
          switch (character) {
            case '\\' -> result.append("\\(rs");
            case '-' -> result.append("\\-");
            case '~' -> result.append("\\(ti");
            case '^' -> result.append("\\(ha");
            case '`' -> result.append("\\(ga");
            case '\'' -> result.append("\\(aq");
            default -> {
              if (character < 128) {
                result.appendCodePoint(character);
              } else {
                result.append("\\[u%04X]".formatted(character));
              }
            }
          }
        });
    return result.toString();
  }

  /// A dot at the beginning of a line would make the line a request.
  private static String guarded(String line) {
    return line.startsWith(".") ? "\\&" + line : line;
  }
}
