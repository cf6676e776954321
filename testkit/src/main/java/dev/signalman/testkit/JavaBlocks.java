package dev.signalman.testkit;

import java.io.File;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/// Compiles blocks of Java with the class path of the test.
public final class JavaBlocks {
  private static final String MODULES = "dev.signalman,dev.signalman.lifecycle";

  /// The modules of the library on the class path: folders or jars of this build, or jars in the
  /// local repository.
  private static final String LIBRARY =
      "(posix|core|lifecycle|lifecycle-test)/target|signalman/signalman(-posix|-lifecycle(-test)?)?";

  private JavaBlocks() {}

  /// The errors and warnings of the compiler, each with its place in the document.
  ///
  /// @param blocks are compiled in one run, which takes about a second
  /// @param folder for the classes
  /// @param imports of blocks that have none, in one line, besides `java.base`, the library and its
  ///   lifecycle
  public static List<String> problems(List<JavaBlock> blocks, Path folder, String imports) {
    DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
    String library = library();
    List<String> options =
        List.of(
            "-Xlint:all,-classfile",
            "-proc:none",
            "-d",
            folder.toString(),
            "--class-path=" + System.getProperty("java.class.path"),
            "--module-path=" + library,
            "--add-modules="
                + MODULES
                + (library.contains("lifecycle-test") ? ",dev.signalman.lifecycle.test" : ""));
    List<Source> sources = new ArrayList<>();
    for (JavaBlock block : blocks) {
      sources.add(new Source(block, imports));
    }
    ToolProvider.getSystemJavaCompiler().getTask(null, null, found, options, null, sources).call();
    return found.getDiagnostics().stream()
        .filter(problem -> problem.getKind() != Diagnostic.Kind.NOTE)
        .map(JavaBlocks::message)
        .toList();
  }

  private static String message(Diagnostic<? extends JavaFileObject> problem) {
    String message = problem.getMessage(Locale.ROOT);
    return problem.getSource() instanceof Source source
        ? source.block.place(problem.getLineNumber()) + ": " + message
        : message;
  }

  private static String library() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .filter(entry -> entry.matches(".*/(" + LIBRARY + ")/.*"))
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static final class Source extends SimpleJavaFileObject {
    private final JavaBlock block;
    private final String text;

    Source(JavaBlock block, String imports) {
      super(URI.create("string:///Block_" + block.packageName() + ".java"), Kind.SOURCE);
      this.block = block;
      this.text =
          block.source(
              "import module java.base; import module dev.signalman;"
                  + " import module dev.signalman.lifecycle; "
                  + imports
                  + " ");
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }

    /// A block names its class as it likes. It is neither `package-info` nor `module-info`.
    @Override
    public boolean isNameCompatible(String simpleName, Kind kind) {
      return kind == Kind.SOURCE && !simpleName.contains("-");
    }
  }
}
