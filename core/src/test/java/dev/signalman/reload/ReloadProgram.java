package dev.signalman.reload;

import dev.signalman.testkit.Eventually;
import dev.signalman.testkit.ProcFs;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/// Loads a plug-in and forgets it, again and again, and looks at what stays. Classes that stay are
/// for the VM to refuse: it has room for those of some seventy loaders.
final class ReloadProgram {
  private static final long SELF = ProcessHandle.current().pid();

  /// What the first rounds leave behind for good: classes of the VM's own, its compiler's code.
  private static final int WARM_UP = 5;

  /// How many may be there at once: each stays for one to two seconds, and each thread costs a
  /// claim.
  private static final int AT_ONCE = 20;

  private static final long GC_PAUSE = 100_000_000;

  private final boolean own;
  private final int rounds;
  private final List<WeakReference<ClassLoader>> loaders = new ArrayList<>();

  private ReloadProgram(boolean own, int rounds) {
    this.own = own;
    this.rounds = rounds;
  }

  /// Reloads.
  ///
  /// @param args `own` or `parent`, how often
  public static void main(String[] args) throws Exception {
    ReloadProgram program = new ReloadProgram(args[0].equals("own"), Integer.parseInt(args[1]));
    System.out.println("ready");
    program.reload();
    System.out.println("nothing has grown");
    new Plugin().run();
    System.out.println("works still");
  }

  private void reload() throws Exception {
    for (int round = 0; round < WARM_UP; round++) {
      loaders.add(new WeakReference<>(loadAndForget()));
    }
    awaitRest();
    System.out.println("warm");
    Map<Integer, String> descriptors = ProcFs.descriptors(SELF);
    int threads = threads();
    long executable = executableMappings();
    for (int round = 1; round <= rounds; round++) {
      loaders.add(new WeakReference<>(loadAndForget()));
      if (loaders.size() >= AT_ONCE) {
        Eventually.until("some of the loaders are gone", () -> left() < AT_ONCE);
      }
      System.out.println("round " + round);
    }
    awaitRest();
    ProcFs.awaitNoFurtherDescriptor(SELF, descriptors);
    Eventually.until("no more threads than " + threads, () -> threads() <= threads);
    if (executableMappings() > executable) {
      throw new AssertionError("executable mappings: " + executableMappings());
    }
  }

  private ClassLoader loadAndForget() throws Exception {
    try (URLClassLoader loader = own ? Loaders.withLibrary() : Loaders.aboveLibrary()) {
      Loaders.run(loader, Plugin.class);
      return loader;
    }
  }

  /// Until all loaders are gone, and the library's threads.
  private void awaitRest() throws Exception {
    Eventually.until("all " + loaders.size() + " loaders are gone", () -> left() == 0);
    Eventually.until("no thread of the library", () -> threadsOfLibrary().isEmpty());
  }

  private int left() {
    System.gc();
    LockSupport.parkNanos(GC_PAUSE); // a collection takes long, and the loaders linger
    loaders.removeIf(loader -> loader.refersTo(null));
    return loaders.size();
  }

  /// Not those of the JDK's pools, which come as they are needed and stay for half a minute.
  private static int threads() throws IOException {
    int threads = 0;
    for (String name : threadNames()) {
      threads += name.startsWith("ForkJoinPool") || name.startsWith("process reaper") ? 0 : 1;
    }
    return threads;
  }

  private static List<String> threadsOfLibrary() throws IOException {
    List<String> names = threadNames();
    names.removeIf(name -> !name.startsWith("signalman"));
    return names;
  }

  private static List<String> threadNames() throws IOException {
    List<String> names = new ArrayList<>();
    for (long thread : ProcFs.threads(SELF)) {
      try {
        names.add(ProcFs.threadName(SELF, thread));
      } catch (IOException e) {
        if (ProcFs.hasThread(SELF, thread)) {
          throw e;
        }
      }
    }
    return names;
  }

  /// Memory with code in it that belongs to no file: what this library has mapped. The VM's own can
  /// be written, too.
  private static long executableMappings() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/maps")).stream()
        .filter(line -> line.contains(" r-xp ") && line.endsWith(" 0 "))
        .count();
  }
}
