package dev.signalman.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A block of Java in a document.
///
/// A block that has a `main` at its top level, or begins with an import, is a whole file. Any other
/// block gets imports from the test; if it declares no class of its own, it becomes the body of a
/// method. A comment before the block, which the page does not show, declares the names that the
/// block uses without declaring them: `<!-- given: ExecutorService executor; -->`. They become
/// members of the class around the method, or, if the block declares a class, classes beside it.
///
/// The first word behind the language names the module whose tests compile the block, for example
/// `java netty`. Without such a word, the tests of `examples` do.
public final class JavaBlock {
  private static final Pattern FENCE =
      Pattern.compile("[ >]*(`{3,}|~{3,})\\s*([^\\s`]*)\\s*([^`]*)");
  private static final Pattern GIVEN = Pattern.compile("(?s)<!-- given: (.*?) -->\\s*$");
  private static final Pattern MAIN = Pattern.compile("(?m)^(static )?void main\\(");
  private static final Pattern IMPORT = Pattern.compile("(?m)\\A\\s*(package|import) ");
  private static final Pattern TYPE =
      Pattern.compile("(?m)^(@\\w+\\s+)?(public |final |sealed |abstract )*(class|record|enum) ");

  private final String document;
  private final int line;
  private final String module;
  private final String given;
  private final String code;

  private JavaBlock(String document, int line, String module, String given, String code) {
    this.document = document;
    this.line = line;
    this.module = module;
    this.given = given;
    this.code = code.stripIndent();
  }

  /// The blocks in all documents that the tests of a module compile.
  ///
  /// @param module the module, or an empty string for `examples`
  /// @throws IOException if a document cannot be read
  public static List<JavaBlock> of(String module) throws IOException {
    return all().stream().filter(block -> block.module.equals(module)).toList();
  }

  /// Every block of Java in all documents.
  ///
  /// @throws IOException if a document cannot be read
  public static List<JavaBlock> all() throws IOException {
    List<JavaBlock> blocks = new ArrayList<>();
    for (Path document : Documents.all()) {
      blocks.addAll(in(Documents.name(document), Files.readString(document)));
    }
    return blocks;
  }

  /// Every block of Java in a document, however it is fenced.
  ///
  /// @param document the name for messages
  /// @param text all of the document
  public static List<JavaBlock> in(String document, String text) {
    List<JavaBlock> blocks = new ArrayList<>();
    String fence = "";
    String language = "";
    String module = "";
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
        module = matcher.group(3).strip();
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
                  module,
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

  /// The module whose tests compile the block, or an empty string for `examples`.
  public String module() {
    return module;
  }

  /// The block as it is in the document.
  public String code() {
    return code;
  }

  /// The place of a line of the source in the document.
  ///
  /// @param lineOfSource counts from 1
  public String place(long lineOfSource) {
    return document + ":" + (line + lineOfSource - 1);
  }

  /// The package of its classes, which no other block has. A block with a `main` at its top level
  /// is in none.
  public String packageName() {
    return document.replaceAll("\\W", "_").toLowerCase(Locale.ROOT) + "_" + line;
  }

  /// The block as a file for the compiler. The added text has no line ends, so line n of the source
  /// is line n of the block.
  String source(String imports) {
    if (MAIN.matcher(code).find()) {
      return code;
    }
    String start = "package " + packageName() + "; ";
    if (IMPORT.matcher(code).find()) {
      return start + code;
    }
    if (TYPE.matcher(code).find()) {
      return start + imports + given + " " + code;
    }
    return start
        + imports
        + "class Fragment { "
        + given
        + " void run() throws Exception { "
        + code
        + "} }";
  }
}
