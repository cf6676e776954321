package dev.signalman.reload;

import dev.signalman.testkit.Eventually;
import dev.signalman.testkit.ProcFs;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Loads a plug-in and forgets it, again and again, and looks at what stays.
final class ReloadProgram {
  private static final long SELF = ProcessHandle.current().pid();

  /// What the first rounds leave behind for good: classes of the VM's own, its compiler's code.
  private static final int WARM_UP = 10;

  private static final long METASPACE_NOISE = 2 << 20;

  private final int rounds;
  private final List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
  private Map<Integer, String> descriptors = Map.of();

  private ReloadProgram(int rounds) {
    this.rounds = rounds;
  }

  /// @param args how often
  public static void main(String[] args) throws Exception {
    ReloadProgram program = new ReloadProgram(Integer.parseInt(args[0]));
    System.out.println("ready");
    program.reload();
  }

  private void reload() throws Exception {
    descriptors = ProcFs.descriptors(SELF);
    times(WARM_UP);
    awaitRest();
    int threads = ProcFs.threads(SELF).size();
    long executable = executableMappings();
    long metaspace = metaspace();
    times(rounds);
    awaitRest();
    Eventually.until(
        "no more threads than " + threads, () -> ProcFs.threads(SELF).size() <= threads);
    check("executable mappings", executable, executableMappings(), 0);
    check("metaspace", metaspace, metaspace(), METASPACE_NOISE);
    System.out.println("nothing has grown");
  }

  private void times(int count) throws Exception {
    for (int round = 0; round < count; round++) {
      loaders.add(new WeakReference<>(loadAndForget()));
    }
  }

  private static ClassLoader loadAndForget() throws Exception {
    try (URLClassLoader loader = loader()) {
      run(loader);
      return loader;
    }
  }

  private static void run(ClassLoader loader) throws Exception {
    Class<?> type = Class.forName(Plugin.class.getName(), true, loader);
    ((Runnable) type.getDeclaredConstructor().newInstance()).run();
  }

  /// With everything that this program has, but of its own.
  private static URLClassLoader loader() throws IOException {
    List<URL> path = new ArrayList<>();
    for (String part : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      path.add(Path.of(part).toUri().toURL());
    }
    return new URLClassLoader(path.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
  }

  /// Until all loaders are gone, and threads and descriptors with them.
  private void awaitRest() throws Exception {
    Eventually.until("all " + loaders.size() + " loaders are gone", this::areGone);
    Eventually.until("no thread of the library", () -> threadsOfLibrary().isEmpty());
    ProcFs.awaitNoFurtherDescriptor(SELF, descriptors);
  }

  private boolean areGone() {
    System.gc();
    loaders.removeIf(loader -> loader.refersTo(null));
    return loaders.isEmpty();
  }

  private static List<String> threadsOfLibrary() throws IOException {
    List<String> names = new ArrayList<>();
    for (long thread : ProcFs.threads(SELF)) {
      try {
        String name = ProcFs.threadName(SELF, thread);
        if (name.startsWith("signalman")) {
          names.add(name);
        }
      } catch (IOException e) {
        if (ProcFs.hasThread(SELF, thread)) {
          throw e;
        }
      }
    }
    return names;
  }

  /// Memory with code in it that belongs to no file: this library's, and the VM's own.
  private static long executableMappings() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/maps")).stream()
        .filter(line -> line.contains(" r-xp ") && line.endsWith(" 0 "))
        .count();
  }

  private static long metaspace() {
    System.gc();
    long used = 0;
    for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
      used += pool.getName().equals("Metaspace") ? pool.getUsage().getUsed() : 0;
    }
    return used;
  }

  private static void check(String what, long before, long after, long noise) {
    if (after > before + noise) {
      throw new AssertionError(what + " grew from " + before + " to " + after);
    }
  }
}
