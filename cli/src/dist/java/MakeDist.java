import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Enumeration;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/// Puts together what the launcher starts: `java MakeDist.java OPTIONS MODULE/CLASS DIST JAR
/// FOLDER_OF_JARS FOLDER_OF_MANUAL_PAGES`.
///
/// ```
/// DIST/lib/*.jar       the module path
/// DIST/man/man1/*      the manual pages, for man(1)
/// DIST/vm.options      an argument file of java
/// DIST/signalman.aot   the AOT cache from a training run of CLASS, for plain commands
/// DIST/native.aot      the same for commands that call C
/// DIST/run.aot         the same for process 1
/// DIST/jdk             the JDK the cache is for: its folder, and its version as in its release file
/// ```
///
/// `DIST/jdk` is written last: while it is missing, the rest is not complete. The cache names the
/// jars by their absolute paths, so a moved distribution works but starts slower.
final class MakeDist {
  private static final int JAVA_6 = 50;

  private MakeDist() {}

  public static void main(String[] args) throws Exception {
    Path options = Path.of(args[0]);
    String main = args[1];
    Path dist = Path.of(args[2]).toAbsolutePath().normalize();

    Files.deleteIfExists(dist.resolve("jdk"));
    Tree.delete(dist);
    Path lib = Files.createDirectories(dist.resolve("lib"));
    addJar(Path.of(args[3]), lib);
    for (Path jar : list(Path.of(args[4]))) {
      addJar(jar, lib);
    }
    Files.copy(options, dist.resolve("vm.options"));
    ManPage.makeAll(Path.of(args[5]), dist.resolve("man").resolve("man1"));
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    new AotCaches(java, dist, List.of("-p", lib.toString(), "-m", main)).makeAll();
    Path complete = dist.resolve("jdk.new");
    Files.write(complete, List.of(System.getProperty("java.home"), version()));
    Files.move(complete, dist.resolve("jdk"), StandardCopyOption.ATOMIC_MOVE);
  }

  private static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.sorted().toList();
    }
  }

  private static String version() throws IOException {
    Path release = Path.of(System.getProperty("java.home"), "release");
    if (!Files.exists(release)) {
      return "";
    }
    return Files.readAllLines(release).stream()
        .filter(line -> line.startsWith("JAVA_VERSION="))
        .findFirst()
        .orElse("");
  }

  private static void addJar(Path from, Path lib) throws IOException {
    Path to = lib.resolve(from.getFileName());
    if (hasOldClasses(from)) {
      raise(from, to);
    } else {
      Files.copy(from, to, StandardCopyOption.COPY_ATTRIBUTES);
    }
  }

  private static boolean hasOldClasses(Path jar) throws IOException {
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      for (Enumeration<? extends ZipEntry> all = zip.entries(); all.hasMoreElements(); ) {
        ZipEntry entry = all.nextElement();
        if (isClass(entry) && isOld(read(zip, entry))) {
          return true;
        }
      }
      return false;
    }
  }

  // HotSpot (JDK 25) leaves classes older than Java 6 out of an AOT cache, because they have no
  // stack maps, and picocli is compiled for Java 5: that cost 40 ms of each start. So such classes
  // get stack maps and a version that may have them; nothing else in them changes.
  private static void raise(Path from, Path to) throws IOException {
    try (ZipFile zip = new ZipFile(from.toFile());
        ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(to))) {
      ClassFile classFile = classFile(zip);
      for (Enumeration<? extends ZipEntry> all = zip.entries(); all.hasMoreElements(); ) {
        ZipEntry entry = all.nextElement();
        byte[] content = read(zip, entry);
        if (isClass(entry) && isOld(content)) {
          content = raise(classFile, content);
        }
        ZipEntry copy = new ZipEntry(entry.getName());
        copy.setTime(entry.getTime());
        out.putNextEntry(copy);
        out.write(content);
        out.closeEntry();
      }
    }
  }

  private static ClassFile classFile(ZipFile zip) {
    ClassHierarchyResolver inJar =
        ClassHierarchyResolver.ofResourceParsing(type -> {
          String name = type.descriptorString();
          ZipEntry entry = zip.getEntry(name.substring(1, name.length() - 1) + ".class");
          return entry == null ? null : new ByteArrayInputStream(readUnchecked(zip, entry));
        });
    return ClassFile.of(
        ClassFile.StackMapsOption.GENERATE_STACK_MAPS,
        ClassFile.ClassHierarchyResolverOption.of(
            inJar.orElse(ClassHierarchyResolver.defaultResolver())));
  }

  private static byte[] raise(ClassFile classFile, byte[] content) {
    ClassTransform version =
        (builder, element) -> {
          if (element instanceof ClassFileVersion) {
            builder.withVersion(ClassFile.JAVA_17_VERSION, 0);
          } else {
            builder.with(element);
          }
        };
    return classFile.transformClass(
        classFile.parse(content),
        ClassTransform.transformingMethodBodies(CodeTransform.ACCEPT_ALL).andThen(version));
  }

  private static boolean isClass(ZipEntry entry) {
    return entry.getName().endsWith(".class");
  }

  private static boolean isOld(byte[] classFile) {
    return ((classFile[6] & 0xff) << 8 | classFile[7] & 0xff) < JAVA_6;
  }

  private static byte[] read(ZipFile zip, ZipEntry entry) throws IOException {
    try (InputStream in = zip.getInputStream(entry)) {
      return in.readAllBytes();
    }
  }

  private static byte[] readUnchecked(ZipFile zip, ZipEntry entry) {
    try {
      return read(zip, entry);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
