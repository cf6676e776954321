package dev.signalman.jvm;

import java.io.IOException;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;

/// The program of the `java` command, from `/proc/self/cmdline`.
///
/// @param main the main class
/// @param arguments of the program
record ThisProgram(Class<?> main, List<String> arguments) {
  static ThisProgram read() throws IOException {
    List<String> _ = VmOptions.own(JavaCommand.java()); // throws if another command started this VM
    return of(VmOptions.program());
  }

  /// @param words what follows the options of the VM
  static ThisProgram of(List<String> words) throws IOException {
    if (words.isEmpty()) {
      throw new UnsupportedOperationException("the command line of this VM names no program");
    }
    String first = words.getFirst();
    List<String> rest = words.subList(1, words.size());
    if (first.startsWith("--module=")) {
      return named(ofModule(first.substring("--module=".length())), rest);
    }
    if (first.equals("-m") || first.equals("--module")) {
      return named(ofModule(rest.getFirst()), rest.subList(1, rest.size()));
    }
    if (first.equals("-jar")) {
      return named(ofJar(rest.getFirst()), rest.subList(1, rest.size()));
    }
    return named(first.replace('/', '.'), rest);
  }

  private static ThisProgram named(String name, List<String> arguments) throws IOException {
    if (name.equals(WorkerMain.class.getName()) && !arguments.isEmpty()) {
      return named(arguments.getFirst(), arguments.subList(1, arguments.size()));
    }
    if (name.endsWith(".java")) {
      throw new UnsupportedOperationException(
          "this program is a source file, which the java command compiled into memory; compile it"
              + " with javac -d DIRECTORY and start it with java -cp DIRECTORY");
    }
    try {
      Class<?> main = Class.forName(name, false, ClassLoader.getSystemClassLoader());
      return new ThisProgram(main, List.copyOf(arguments));
    } catch (ClassNotFoundException e) {
      throw new IOException("the main class " + name + " of this program is not found", e);
    }
  }

  private static String ofModule(String text) throws IOException {
    int slash = text.indexOf('/');
    if (slash >= 0) {
      return text.substring(slash + 1);
    }
    return ModuleLayer.boot()
        .findModule(text)
        .flatMap(module -> module.getDescriptor().mainClass())
        .orElseThrow(() -> new IOException("the module " + text + " names no main class"));
  }

  private static String ofJar(String path) throws IOException {
    try (JarFile jar = new JarFile(path)) {
      Manifest manifest = jar.getManifest();
      String main =
          manifest == null
              ? null
              : manifest.getMainAttributes().getValue(Attributes.Name.MAIN_CLASS);
      if (main == null) {
        throw new IOException(path + " names no main class any more");
      }
      return main.strip();
    }
  }
}
