package dev.signalman.testkit;

import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The rule for an adapter: it uses what the modules of the library export, and nothing else of
/// them. The compiler does not hold it for an adapter that is no module.
public final class ExportedPackages {
  private static final Pattern OF_THE_LIBRARY = Pattern.compile("dev/signalman(/[\\w$]+)+");

  private ExportedPackages() {}

  /// Checks all classes of an adapter, without its tests.
  ///
  /// @param adapter one of its classes
  /// @param others further packages that it may use
  /// @param members a type of each module that it may use
  /// @throws AssertionError if it uses another package of the library; the message has the places
  public static void hold(Class<?> adapter, Set<String> others, Class<?>... members)
      throws URISyntaxException, IOException {
    Path folder = placeOf(adapter);
    List<Path> files = classFiles(folder);
    Set<String> allowed = new TreeSet<>(others);
    files.forEach(file -> allowed.add(packageOf(folder.relativize(file).toString())));
    for (Class<?> member : members) {
      allowed.addAll(exportsOf(member));
    }
    Map<String, Set<String>> wrong = new TreeMap<>();
    for (Path file : files) {
      Set<String> used = new TreeSet<>();
      ClassReferences.mentioned(file, OF_THE_LIBRARY).forEach(type -> used.add(packageOf(type)));
      used.removeAll(allowed);
      if (!used.isEmpty()) {
        wrong.put(folder.relativize(file).toString(), used);
      }
    }
    if (!wrong.isEmpty()) {
      throw new AssertionError("these use what the library does not export: " + wrong);
    }
  }

  private static List<Path> classFiles(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      List<Path> found = files.filter(file -> file.toString().endsWith(".class")).toList();
      if (found.isEmpty()) {
        throw new AssertionError("there are no classes in " + folder);
      }
      return found;
    }
  }

  /// @param file a name with slashes
  private static String packageOf(String file) {
    return file.substring(0, Math.max(0, file.lastIndexOf('/'))).replace('/', '.');
  }

  private static Set<String> exportsOf(Class<?> member) throws URISyntaxException {
    Set<String> names = new TreeSet<>();
    for (var module : ModuleFinder.of(placeOf(member)).findAll()) {
      for (ModuleDescriptor.Exports exports : module.descriptor().exports()) {
        if (!exports.isQualified()) {
          names.add(exports.source());
        }
      }
    }
    return names;
  }

  private static Path placeOf(Class<?> type) throws URISyntaxException {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
  }
}
