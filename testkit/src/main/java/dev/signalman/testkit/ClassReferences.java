package dev.signalman.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.constantpool.Utf8Entry;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

/// Where the references in class files lead.
final class ClassReferences {
  private static final String SUFFIX = ".class";

  private ClassReferences() {}

  /// Whether a class refers to one of several others, itself or through classes that lie in the
  /// same folder as it does: the tests of a module refer to each other's programs and helpers.
  ///
  /// @param from a class in a folder
  /// @param to names as in class files, such as `java/lang/ProcessBuilder`
  /// @return whether there is a way from one to the other
  static boolean lead(Class<?> from, Set<String> to) {
    String first = from.getName().replace('.', '/');
    Path folder = folder(from, first);
    Deque<String> next = new ArrayDeque<>(List.of(first));
    Set<String> seen = new HashSet<>(next);
    while (!next.isEmpty()) {
      for (String name : references(folder.resolve(next.pop() + SUFFIX))) {
        if (to.contains(name)) {
          return true;
        }
        if (seen.add(name) && Files.exists(folder.resolve(name + SUFFIX))) {
          next.push(name);
        }
      }
    }
    return false;
  }

  /// The names of classes that a class file mentions, also those in descriptors and signatures.
  ///
  /// @param name the names that are looked for, with slashes as in class files
  static Set<String> mentioned(Path file, Pattern name) throws IOException {
    Set<String> names = new HashSet<>();
    for (PoolEntry entry : ClassFile.of().parse(file).constantPool()) {
      if (entry instanceof Utf8Entry text) {
        name.matcher(text.stringValue()).results().forEach(found -> names.add(found.group()));
      }
    }
    return names;
  }

  private static Path folder(Class<?> type, String name) {
    URL url = type.getResource("/" + name + SUFFIX);
    String file = Objects.requireNonNull(url, name).toString();
    try {
      return Path.of(new URI(file.substring(0, file.length() - name.length() - SUFFIX.length())));
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(file, e);
    }
  }

  private static Set<String> references(Path file) {
    Set<String> names = new HashSet<>();
    try {
      for (PoolEntry entry : ClassFile.of().parse(file).constantPool()) {
        if (entry instanceof ClassEntry type) {
          names.add(type.asInternalName());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return names;
  }
}
