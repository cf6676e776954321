package dev.signalman.bench;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/// The programs of `src/start`, as an application is shipped: jars, and an AOT cache for each
/// program from a training run of it. A cache holds no classes of a folder.
final class StartPrograms {
  private static final String MODULE = "dev.signalman.bench.start";

  /// How the VM finds classes.
  enum Way {
    CLASS_PATH,
    MODULE_PATH
  }

  private final Session session;
  private final Path folder;
  private final String jars;

  private StartPrograms(Session session, Path folder, String jars) {
    this.session = session;
    this.folder = folder;
    this.jars = jars;
  }

  /// Compiles them.
  static StartPrograms build(Session session) throws IOException {
    Path folder = session.onDisk("start");
    Path classes = Files.createDirectory(folder.resolve("classes"));
    List<String> arguments = new ArrayList<>(List.of("-d", classes.toString()));
    arguments.addAll(List.of("-proc:none", "-p", System.getProperty("java.class.path")));
    try (Stream<Path> sources = Files.walk(session.sources("../src/start/java"))) {
      sources
          .filter(path -> path.toString().endsWith(".java"))
          .forEach(path -> arguments.add(path.toString()));
    }
    tool("javac", arguments);
    List<String> jars =
        List.of(
            jar(folder.resolve("start.jar"), classes).toString(),
            shipped(dev.signalman.Signal.class, folder.resolve("signalman.jar")),
            shipped(dev.signalman.posix.Memory.class, folder.resolve("signalman-posix.jar")));
    return new StartPrograms(session, folder, String.join(File.pathSeparator, jars));
  }

  /// The jar that a class is in; of a folder, as a build without packaging has it, one is made.
  private static String shipped(Class<?> type, Path jar) throws IOException {
    try {
      Path place = Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
      return (Files.isDirectory(place) ? jar(jar, place) : place).toString();
    } catch (URISyntaxException e) {
      throw new IOException(e);
    }
  }

  private static Path jar(Path jar, Path classes) throws IOException {
    tool("jar", List.of("--create", "--file", jar.toString(), "-C", classes.toString(), "."));
    return jar;
  }

  private static void tool(String name, List<String> arguments) throws IOException {
    StringWriter said = new StringWriter();
    PrintWriter printer = new PrintWriter(said);
    int status =
        ToolProvider.findFirst(name)
            .orElseThrow(() -> new IOException("this JDK has no " + name))
            .run(printer, printer, arguments.toArray(String[]::new));
    if (status != 0) {
      throw new IOException(name + " failed: " + said);
    }
  }

  /// Whether only one of them is to have a cache.
  boolean oneCache() {
    return session.options().oneCache();
  }

  /// The command that runs a program without a cache.
  List<String> command(Way way, String program, String... arguments) {
    return command(way, List.of(), program, arguments);
  }

  /// The command that runs a program with its cache, which is made now.
  List<String> cached(Way way, String program, String... arguments)
      throws IOException, InterruptedException {
    return cached(way, List.of(), program, arguments);
  }

  /// The same for a VM with these options, which a cache has to be made with.
  List<String> cached(Way way, List<String> options, String program, String... arguments)
      throws IOException, InterruptedException {
    Path cache = Files.createTempFile(folder, program, ".aot");
    List<String> training = new ArrayList<>(options);
    training.add("-XX:AOTCacheOutput=" + cache);
    String said = session.output(silent(command(way, training, program, arguments)));
    if (!said.contains("ready") || Files.size(cache) == 0) {
      throw new IOException("no AOT cache of " + program + ": " + said);
    }
    List<String> use = new ArrayList<>(options);
    use.add("-XX:AOTCache=" + cache);
    use.add("-XX:AOTMode=on"); // else a cache that does not fit is passed over in silence
    return command(way, use, program, arguments);
  }

  /// What the VM says about the cache goes where it is looked at in case of need.
  private static List<String> silent(List<String> command) {
    List<String> words = new ArrayList<>(List.of("sh", "-c", "exec \"$@\" 2>&1", "sh"));
    words.addAll(command);
    return words;
  }

  /// The same for a VM with these options.
  List<String> command(Way way, List<String> options, String program, String... arguments) {
    List<String> words = new ArrayList<>(List.of(Session.java()));
    words.addAll(session.options().jvm());
    words.addAll(options);
    String main = MODULE + "." + program;
    if (way == Way.CLASS_PATH) {
      words.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-cp", jars, main));
    } else {
      words.add("--enable-native-access=dev.signalman.posix," + MODULE);
      words.addAll(List.of("-p", jars, "-m", MODULE + "/" + main));
    }
    words.addAll(List.of(arguments));
    return words;
  }
}
