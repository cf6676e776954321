package dev.signalman.examples;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.SimpleJavaFileObject;

/// A block of Java in a document, as a source file for the compiler.
///
/// A block that has a `main` at its top level, or begins with an import, is a whole file. Any other
/// block gets [#IMPORTS]; if it declares no class of its own, it becomes the body of a method. What
/// it uses without declaring it stands before the block, where a reader of the page does not see
/// it: `<!-- given: ExecutorService executor; -->`. These are members of the class around the
/// method, or, if the block declares a class, classes beside it.
///
/// The added text has no line ends, so that line n of the source is line n of the block.
final class JavaBlock extends SimpleJavaFileObject {
  /// The only imports of a block that has none.
  static final String IMPORTS =
      "import module java.base; import module dev.signalman; import module dev.signalman.lifecycle;"
          + " import module dev.signalman.lifecycle.test;"
          + " import static org.junit.jupiter.api.Assertions.*; ";

  /// The word behind `java` that says that a block needs something which is not on the class path.
  private static final String NO_COMPILE = "no-compile";

  private static final Pattern FENCE =
      Pattern.compile("[ >]*(`{3,}|~{3,})\\s*([^\\s`]*)\\s*([^`]*)");
  private static final Pattern GIVEN = Pattern.compile("(?s)<!-- given: (.*?) -->\\s*$");
  private static final Pattern MAIN = Pattern.compile("(?m)^(static )?void main\\(");
  private static final Pattern IMPORT = Pattern.compile("(?m)\\A\\s*(package|import) ");
  private static final Pattern TYPE =
      Pattern.compile("(?m)^(@\\w+\\s+)?(public |final |sealed |abstract )*(class|record|enum) ");

  private final String document;
  private final int line;
  private final String words;
  private final String given;
  private final String code;

  private JavaBlock(String document, int line, String words, String given, String code) {
    super(URI.create("string:///Block" + number(document, line) + ".java"), Kind.SOURCE);
    this.document = document;
    this.line = line;
    this.words = words;
    this.given = given;
    this.code = code.stripIndent();
  }

  private static String number(String document, int line) {
    return document.replaceAll("\\W", "_") + "_" + line;
  }

  /// Every block of Java, however it is fenced.
  ///
  /// @param document the name for messages
  /// @param text all of the document
  static List<JavaBlock> in(String document, String text) {
    List<JavaBlock> blocks = new ArrayList<>();
    String fence = "";
    String language = "";
    String words = "";
    String before = "";
    StringBuilder code = new StringBuilder();
    int number = 0;
    int first = 0;
    for (String line : text.lines().toList()) {
      number++;
      Matcher matcher = FENCE.matcher(line);
      if (fence.isEmpty() && matcher.matches()) {
        fence = matcher.group(1);
        language = matcher.group(2).toLowerCase(Locale.ROOT);
        words = matcher.group(3).strip();
        before = code.toString();
        code.setLength(0);
        first = number + 1;
      } else if (!fence.isEmpty()
          && matcher.matches()
          && matcher.group(1).startsWith(fence)
          && matcher.group(2).isEmpty()) {
        if (language.equals("java")) {
          Matcher given = GIVEN.matcher(before);
          blocks.add(
              new JavaBlock(
                  document,
                  first,
                  words,
                  given.find() ? given.group(1).replace('\n', ' ') : "",
                  code.toString()));
        }
        fence = "";
        code.setLength(0);
      } else {
        code.append(line).append('\n');
      }
    }
    if (!fence.isEmpty()) {
      throw new IllegalArgumentException(document + ":" + first + ": a block without an end");
    }
    return blocks;
  }

  String document() {
    return document;
  }

  /// Whether the author has said that nothing here can compile it.
  boolean isMarked() {
    return words.equals(NO_COMPILE);
  }

  /// Words that mean nothing, such as a misspelt mark.
  boolean hasUnknownWords() {
    return !words.isEmpty() && !isMarked();
  }

  String code() {
    return code;
  }

  /// The place of a line of the source in the document.
  String place(long lineOfSource) {
    return document + ":" + (line + lineOfSource - 1);
  }

  @Override
  public CharSequence getCharContent(boolean ignoreEncodingErrors) {
    if (MAIN.matcher(code).find()) {
      return code;
    }
    String start = "package " + number(document, line).toLowerCase(Locale.ROOT) + "; ";
    if (IMPORT.matcher(code).find()) {
      return start + code;
    }
    if (TYPE.matcher(code).find()) {
      return start + IMPORTS + given + " " + code;
    }
    return start
        + IMPORTS
        + "class Fragment { "
        + given
        + " void run() throws Exception { "
        + code
        + "} }";
  }

  /// A block names its class as it likes. It is neither `package-info` nor `module-info`.
  @Override
  public boolean isNameCompatible(String simpleName, Kind kind) {
    return kind == Kind.SOURCE && !simpleName.contains("-");
  }
}
