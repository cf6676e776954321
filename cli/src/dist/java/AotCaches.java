import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Makes AOT caches, each by a training run.
///
/// @param java the VM that the cache is for
/// @param folder where the cache is put, and where `vm.options` is
/// @param program the arguments of `java` that name the program to run
record AotCaches(Path java, Path folder, List<String> program) {
  // Three caches, because the VM loads a whole cache, needed or not: 5 to 14 us for each class. The
  // classes for calls of C cost a plain command 10 ms. `run` does not need those of picocli.
  void makeAll() throws IOException, InterruptedException {
    make("signalman.aot", "plain");
    make("native.aot", "native");
    make("run.aot", "run");
  }

  /// Makes a cache, or says why there is none.
  private void make(String name, String... lessons) throws IOException, InterruptedException {
    Path cache = folder.resolve(name);
    Path log = folder.resolve(name + ".log");
    int status = train("-XX:AOTCacheOutput=" + cache, log, lessons);
    if (status != 0 || !Files.exists(cache)) {
      System.err.println(
          "no AOT cache was made (status %d), so that every start is slower; the reason is in %s"
              .formatted(status, log));
    } else {
      Files.delete(log);
    }
  }

  /// Lets the caches hold the forms of method handles that the commands need: a VM that makes a
  /// cache takes the forms from a list beside it, not from the training run, and all others have to
  /// be made anew at each start. The VM must not be one that is used for anything else.
  void listForms() throws IOException, InterruptedException {
    Path list = java.resolveSibling("../lib/classlist").normalize();
    Path log = folder.resolve("forms.log");
    int status =
        train("-Djava.lang.invoke.MethodHandle.TRACE_RESOLVE=true", log, "plain", "native", "run");
    if (status != 0 || !Files.exists(list)) {
      System.err.printf(
          "the forms of method handles are not listed (status %d): %s%n", status, log);
      return;
    }
    Set<String> lines = new TreeSet<>();
    for (String line : Files.readAllLines(log)) {
      if (line.startsWith("[LF_RESOLVE]") || line.startsWith("[SPECIES_RESOLVE]")) {
        lines.add("@lambda-form-invoker " + line.replaceFirst(" \\(.*", ""));
      }
    }
    Files.write(list, lines, StandardOpenOption.APPEND);
    Files.delete(log);
  }

  /// @return the status of the run
  private int train(String option, Path output, String... lessons)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    // In the form in which the launcher passes on the caller's environment and descriptors to
    // `exec`, `run` and `every`.
    Path environment = Files.writeString(folder.resolve("environment"), "\nTRAINED=yes\0");
    String handOver = "exec 6<\"$1\" 7<\"$1\" 8<\"$1\" 9<\"$1\" && shift && exec \"$@\"";
    command.addAll(List.of("sh", "-c", handOver, "sh", environment.toString()));
    command.add(java.toString());
    command.add("@" + folder.resolve("vm.options"));
    command.add(option);
    command.addAll(program);
    command.addAll(List.of(lessons));
    int status =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start()
            .waitFor();
    Files.delete(environment);
    return status;
  }
}
