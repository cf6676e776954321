package dev.signalman.testkit;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/// A C program from the test resources, compiled with the system's `cc` on first use.
///
/// Without `cc` the test is skipped with a message. A source that does not compile is an error.
/// Each program is compiled once per JVM, into a folder that is deleted when the JVM ends.
///
/// @param path the executable
public record CProgram(Path path) {
  private static final boolean CC = Peer.works("cc", "--version");
  private static final ConcurrentMap<List<String>, CProgram> COMPILED = new ConcurrentHashMap<>();
  private static @Nullable Path folder;

  /// Compiles a program, or takes it from an earlier call.
  ///
  /// @param owner the class whose resources hold the source
  /// @param source the resource's name, from the root of the test resources: `/c/sender.c`; or one
  ///   that the testkit has for the tests of several modules
  /// @param flags more options of the compiler
  /// @return the program
  /// @throws IOException if the source cannot be read or the compiler not be started
  /// @throws InterruptedException if the caller is interrupted
  public static CProgram compile(Class<?> owner, String source, String... flags)
      throws IOException, InterruptedException {
    assumeCompiler();
    List<String> key = new ArrayList<>(List.of(owner.getName(), source));
    key.addAll(List.of(flags));
    CProgram known = COMPILED.get(key);
    if (known != null) {
      return known;
    }
    CProgram compiled = new CProgram(build(owner, source, flags));
    COMPILED.put(List.copyOf(key), compiled);
    return compiled;
  }

  /// Skips the test, with a message, where there is no C compiler.
  public static void assumeCompiler() {
    Assumptions.assumeTrue(CC, "skipped: no C compiler (cc) on PATH");
  }

  private static synchronized Path build(Class<?> owner, String source, String... flags)
      throws IOException, InterruptedException {
    Path text = Files.createTempFile(folder(), "", ".c");
    try (InputStream resource = open(owner, source)) {
      Files.copy(resource, text, StandardCopyOption.REPLACE_EXISTING);
    }
    Path program = Path.of(text.toString().replaceFirst("\\.c$", ""));
    List<String> command =
        new ArrayList<>(List.of("cc", "-O2", "-Wall", "-D_GNU_SOURCE", "-pthread"));
    command.addAll(List.of("-o", program.toString(), text.toString()));
    command.addAll(List.of(flags));
    Peer.succeed(command.toArray(String[]::new));
    program.toFile().deleteOnExit();
    text.toFile().deleteOnExit();
    return program;
  }

  /// Searches the class path itself: the resources of a named module are closed to this one.
  private static InputStream open(Class<?> owner, String source) throws IOException {
    for (String entry : ChildJvm.classPath().split(File.pathSeparator, -1)) {
      Path file = Path.of(entry + source);
      if (Files.isRegularFile(file)) {
        return Files.newInputStream(file);
      }
    }
    InputStream shared = CProgram.class.getResourceAsStream(source);
    if (shared == null) {
      throw new IOException("no resource " + source + " beside " + owner.getName());
    }
    return shared;
  }

  private static Path folder() throws IOException {
    Path existing = folder;
    if (existing == null) {
      existing = Files.createTempDirectory("signalman-c");
      existing.toFile().deleteOnExit();
      folder = existing;
    }
    return existing;
  }

  /// Runs the program to its successful end.
  ///
  /// @param args its arguments
  /// @return the finished program
  /// @throws IOException if it cannot be started
  /// @throws InterruptedException if the caller is interrupted
  /// @throws AssertionError if its exit status is not 0
  public Peer run(String... args) throws IOException, InterruptedException {
    return Peer.succeed(command(args));
  }

  /// Starts the program to speak to it.
  ///
  /// @param args its arguments
  /// @return the running program
  /// @throws IOException if it cannot be started
  public ChildProgram start(String... args) throws IOException {
    return ChildProgram.start(command(args));
  }

  private String[] command(String... args) {
    List<String> command = new ArrayList<>(List.of(path.toString()));
    command.addAll(List.of(args));
    return command.toArray(String[]::new);
  }
}
