package dev.signalman.testkit;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// The files of the project, as they are written, and not as a build copies them.
public final class Documents {
  /// The folder of the whole project.
  public static final Path ROOT = root();

  private Documents() {}

  /// Tests run in the folder of their module.
  private static Path root() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("docs/overview.md"))) {
      Path parent = folder.getParent();
      if (parent == null) {
        throw new IllegalStateException("not inside the project: " + Path.of("").toAbsolutePath());
      }
      folder = parent;
    }
    return folder;
  }

  /// All documents, sorted by their paths.
  ///
  /// @throws IOException if a folder cannot be read
  public static List<Path> all() throws IOException {
    return files(".md");
  }

  /// The path by which a reader knows a file.
  ///
  /// @param file a file of the project
  public static String name(Path file) {
    return ROOT.relativize(file).toString();
  }

  /// The files with certain endings. Files that a build makes are left out: a build may be making
  /// them just now.
  ///
  /// @param ends the last characters of their names
  /// @throws IOException if a folder cannot be read
  public static List<Path> files(String... ends) throws IOException {
    List<Path> files = new ArrayList<>();
    Files.walkFileTree(
        ROOT,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            return Set.of("target", ".git").contains(folder.getFileName().toString())
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (Stream.of(ends).anyMatch(file.toString()::endsWith)) {
              files.add(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    files.sort(null);
    return files;
  }
}
