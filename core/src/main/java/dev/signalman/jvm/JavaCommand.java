package dev.signalman.jvm;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.StringTokenizer;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The command that runs a class of this program in another VM like this one.
final class JavaCommand {
  private static final String MAIN = WorkerMain.class.getName();

  private final Class<?> worker;
  private final List<String> command = new ArrayList<>();

  private JavaCommand(Class<?> worker) {
    this.worker = worker;
  }

  /// @param options the options of the VM, before the program
  /// @param arguments the arguments of the program
  static List<String> of(Class<?> worker, List<String> options, List<String> arguments)
      throws IOException {
    JavaCommand command = new JavaCommand(worker);
    command.command.add(java().toString());
    command.command.addAll(options);
    command.addPaths();
    command.addProgram();
    command.command.add(worker.getName());
    command.command.addAll(arguments);
    return command.command;
  }

  /// The `java` command of the JDK that runs this.
  static Path java() {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    if (!Files.isExecutable(java)) {
      throw new UnsupportedOperationException(
          "there is no " + java + " to start another VM with; start the child with Spawn");
    }
    return java;
  }

  /// @throws IllegalArgumentException if another VM would not find the class
  static void check(Class<?> worker) {
    ClassLoader loader = worker.getClassLoader();
    if (loader != null && loader.getClass().getName().startsWith("com.sun.tools.javac.launcher")) {
      throw new IllegalArgumentException(
          worker
              + " is known to this VM alone, which compiled it from a source file into memory;"
              + " compile it with javac -d DIRECTORY and start the program with java -cp DIRECTORY");
    }
    boolean found =
        worker.getModule().isNamed()
            ? ModuleLayer.boot().equals(worker.getModule().getLayer())
            : ClassLoader.getSystemClassLoader().equals(loader);
    if (!found) {
      throw new IllegalArgumentException(
          worker
              + " comes from "
              + (loader == null ? "the boot loader" : loader)
              + " and not from the class path or module path, where another VM could find it");
    }
  }

  /// A child of a child would otherwise have it twice, and so on.
  private void addOnce(String option) {
    if (!command.contains(option)) {
      command.add(option);
    }
  }

  private void addPaths() throws IOException {
    addPath("--module-path", "jdk.module.path");
    addPath("--class-path", "java.class.path");
    addManifestOptions();
  }

  /// Absolute: the child may be given another directory.
  private void addPath(String option, String property) {
    String path = System.getProperty(property, "");
    if (!path.isEmpty()) {
      command.add(option);
      command.add(
          Stream.of(path.split(File.pathSeparator, -1))
              .map(JavaCommand::absolute)
              .collect(Collectors.joining(File.pathSeparator)));
    }
  }

  private static String absolute(String entry) {
    String absolute = Path.of(entry).toAbsolutePath().toString();
    // A directory of jars: the `java` command has expanded this entry, unless a file has that name.
    return entry.endsWith("/") && !absolute.endsWith("/") ? absolute + "/" : absolute;
  }

  private void addProgram() {
    Module own = JavaCommand.class.getModule();
    if (!own.isNamed()) {
      command.add(MAIN);
      return;
    }
    Set<String> roots = new LinkedHashSet<>();
    String main = System.getProperty("jdk.module.main");
    roots.add(main == null ? "ALL-DEFAULT" : main); // the root of this VM's modules
    if (worker.getModule().isNamed()) {
      roots.add(worker.getModule().getName());
      addOnce(
          "--add-opens="
              + worker.getModule().getName()
              + "/"
              + worker.getPackageName()
              + "="
              + own.getName());
    }
    addOnce("--add-modules=" + String.join(",", roots));
    command.add("--module");
    command.add(own.getName() + "/" + MAIN);
  }

  /// Adds the options that `java -jar` takes from the manifest and `java -cp` does not.
  private void addManifestOptions() throws IOException {
    String path = System.getProperty("java.class.path", "");
    if (!path.endsWith(".jar") || path.contains(File.pathSeparator)) {
      return;
    }
    try (JarFile jar = new JarFile(path)) {
      Manifest manifest = jar.getManifest();
      if (manifest != null) {
        addManifestOptions(manifest.getMainAttributes());
      }
    }
  }

  private void addManifestOptions(Attributes manifest) {
    if ("ALL-UNNAMED".equals(manifest.getValue("Enable-Native-Access"))) {
      addOnce("--enable-native-access=ALL-UNNAMED");
    }
    addEach("--add-exports", manifest.getValue("Add-Exports"));
    addEach("--add-opens", manifest.getValue("Add-Opens"));
  }

  private void addEach(String option, @Nullable String packages) {
    if (packages != null) {
      StringTokenizer each = new StringTokenizer(packages);
      while (each.hasMoreTokens()) {
        addOnce(option + "=" + each.nextToken() + "=ALL-UNNAMED");
      }
    }
  }
}
