import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Makes AOT caches, each by a training run.
///
/// @param java the VM that the cache is for
/// @param folder where the cache is put, and where `vm.options` is
/// @param program the arguments of `java` that name the program to run
record AotCaches(Path java, Path folder, List<String> program) {
  // Two caches, because a whole cache is loaded, needed or not: the classes for calls of C cost a
  // plain command 10 ms.
  void makeAll() throws IOException, InterruptedException {
    make("signalman.aot", "plain");
    make("native.aot", "plain", "native");
  }

  /// Makes a cache, or says why there is none.
  private void make(String name, String... lessons) throws IOException, InterruptedException {
    Path cache = folder.resolve(name);
    Path log = folder.resolve(name + ".log");
    List<String> command = new ArrayList<>();
    // In the form in which the launcher passes on the caller's environment and descriptors to
    // `exec`, `run` and `every`.
    Path environment = Files.writeString(folder.resolve("environment"), "\nTRAINED=yes\0");
    String handOver = "exec 6<\"$1\" 7<\"$1\" 8<\"$1\" 9<\"$1\" && shift && exec \"$@\"";
    command.addAll(List.of("sh", "-c", handOver, "sh", environment.toString()));
    command.add(java.toString());
    command.add("@" + folder.resolve("vm.options"));
    command.add("-XX:AOTCacheOutput=" + cache);
    command.addAll(program);
    command.addAll(List.of(lessons));
    int status =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start()
            .waitFor();
    Files.delete(environment);
    if (status != 0 || !Files.exists(cache)) {
      System.err.println(
          "no AOT cache was made (status %d), so that every start is slower; the reason is in %s"
              .formatted(status, log));
    } else {
      Files.delete(log);
    }
  }
}
