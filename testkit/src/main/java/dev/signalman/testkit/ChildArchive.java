package dev.signalman.testkit;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The classes that most child JVMs load, linked in an AOT cache of the VM: a child starts in a
/// third of the CPU time. The build makes one cache for a module, and names its folder in the
/// system property `test.archive`; without the property there is none, as for a single test.
///
/// The VM takes a cache only with the class path that it was made with, and no folder may be on
/// that. So the folders' classes are packed into a jar first. A cache that the VM refuses is worse
/// than none, because it stands in the place of the JDK's own archive.
public final class ChildArchive {
  private static final String FOLDER = System.getProperty("test.archive", "");

  private static final Pattern REFUSED =
      Pattern.compile("^(--|@|-Xlog|-agent|-javaagent|-XX:StartFlightRecording|-XX:\\+Use\\w+GC)");

  /// Profiles are for the optimizing compiler, which a child does without.
  private static final List<String> WITHOUT_PROFILES =
      List.of("-XX:+UnlockDiagnosticVMOptions", "-XX:-AOTRecordTraining", "-XX:-AOTReplayTraining");

  private ChildArchive() {}

  /// Makes an archive of what a program uses.
  ///
  /// @param args the archive's folder, which need not exist, and the program's main class
  /// @throws Exception if it cannot be made
  public static void main(String[] args) throws Exception {
    Path folder = Files.createDirectories(Path.of(args[0]));
    String classPath = pack(folder.resolve("classes.jar"));
    List<String> command = new ArrayList<>(List.of(ChildJvm.java()));
    command.addAll(ChildJvm.USUAL);
    command.addAll(WITHOUT_PROFILES);
    command.addAll(
        List.of(
            "-XX:+UseSerialGC",
            ChildJvm.NATIVE_ACCESS,
            "-XX:AOTCacheOutput=" + archive(folder),
            "-Xlog:disable",
            "-Xlog:all=error:stderr",
            "-cp",
            classPath,
            args[1]));
    // It starts another VM, for which it says "Picked up JAVA_TOOL_OPTIONS" on standard error.
    Path messages = folder.resolve("messages");
    int status =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(messages.toFile())
            .start()
            .waitFor();
    if (status != 0 || !Files.exists(archive(folder))) {
      throw new IOException(
          "no archive: exit status "
              + status
              + " of "
              + command
              + ", which says in "
              + messages
              + ": "
              + Files.readString(messages));
    }
    Files.writeString(folder.resolve("class.path"), classPath);
  }

  private static Path archive(Path folder) {
    return folder.resolve("classes.aot");
  }

  /// Whether there is one, and the VM takes it with some options: none of them may change modules,
  /// as a flight recording does, or the collector, and agents may not see classes being loaded.
  static boolean goesWith(List<String> options) {
    return !FOLDER.isEmpty() && options.stream().noneMatch(REFUSED.asPredicate());
  }

  /// The options with which a child JVM uses the archive.
  static List<String> options() {
    List<String> options = new ArrayList<>(WITHOUT_PROFILES);
    options.add("-XX:AOTCache=" + archive(Path.of(FOLDER)));
    options.add("-Xlog:aot=off,cds=off"); // a VM that refuses it would say so on standard output
    return options;
  }

  /// The class path with which a child JVM uses the archive.
  static String classPath() throws IOException {
    return Files.readString(Path.of(FOLDER, "class.path"));
  }

  /// Puts the classes of all folders on the class path into one jar.
  ///
  /// @return the class path with that jar in place of the folders
  static String pack(Path jar) throws IOException {
    List<String> places = new ArrayList<>(List.of(jar.toString()));
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file)) {
      out.setLevel(0);
      for (String place : ChildJvm.classPath().split(File.pathSeparator, -1)) {
        if (Files.isDirectory(Path.of(place))) {
          pack(Path.of(place), out);
        } else {
          places.add(place);
        }
      }
    }
    return String.join(File.pathSeparator, places);
  }

  private static void pack(Path folder, JarOutputStream out) throws IOException {
    List<Path> files;
    try (Stream<Path> found = Files.walk(folder)) {
      files = found.filter(Files::isRegularFile).toList();
    }
    for (Path file : files) {
      String name = folder.relativize(file).toString();
      if (!name.equals("module-info.class")) { // one per module; ignored on a class path
        out.putNextEntry(new JarEntry(name));
        Files.copy(file, out);
        out.closeEntry();
      }
    }
  }
}
