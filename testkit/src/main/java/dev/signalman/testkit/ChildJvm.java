package dev.signalman.testkit;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A test program that runs in its own JVM, where it may change process-wide state: signal actions,
/// masks, exit.
///
/// The JVM is the one that runs the test, with the test's own classes on its class path. It is set
/// up for a fast start (about 0.1 s): C1 only, the serial collector. Messages of the VM itself go
/// to standard error, so that standard output has only the program's output.
///
/// ```java
/// try (ChildJvm child = ChildJvm.start(Counter.class, "USR1")) {
///   child.expect("ready");
///   Peer.kill("USR1", child.pid());
///   child.expect("USR1 1");
/// }
/// ```
public final class ChildJvm extends ChildProgram {
  /// The prefix of the system properties that the test's VM passes on to each child.
  private static final String PASSED_ON = "dev.signalman.posix.";

  static final String NATIVE_ACCESS = "--enable-native-access=ALL-UNNAMED";

  static final List<String> USUAL =
      List.of("-XX:TieredStopAtLevel=1", "-XX:+DisplayVMOutputToStderr");

  private ChildJvm(List<String> command, Map<String, String> environment, Duration limit)
      throws IOException {
    super(command, environment, limit);
  }

  /// Starts a program with the usual options.
  ///
  /// @param main the class whose `main` runs
  /// @param args its arguments
  /// @return the running program
  /// @throws IOException if it cannot be started
  public static ChildJvm start(Class<?> main, String... args) throws IOException {
    return of(main).args(args).start();
  }

  /// Starts a description of a child JVM.
  ///
  /// @param main the class whose `main` runs
  /// @return a builder
  public static Builder of(Class<?> main) {
    return new Builder(main.getName());
  }

  /// The `java` that runs the test.
  ///
  /// @return its path
  public static String java() {
    return ProcessHandle.current().info().command().orElseThrow();
  }

  /// The test's own classes and everything they use, as a class path.
  ///
  /// @return the path
  public static String classPath() {
    return Stream.of("jdk.module.path", "java.class.path")
        .map(System::getProperty)
        .filter(Objects::nonNull)
        .collect(Collectors.joining(File.pathSeparator));
  }

  /// Describes a child JVM. Nothing runs before [#start()].
  public static final class Builder {
    private final String main;
    private final List<String> prefix = new ArrayList<>();
    private final List<String> options = new ArrayList<>();
    private final List<String> args = new ArrayList<>();
    private final Map<String, String> environment = new HashMap<>();
    private Duration limit = TIME_LIMIT;
    private @Nullable String classPath;
    private String nativeAccess = NATIVE_ACCESS;

    private Builder(String main) {
      this.main = main;
    }

    /// Adds options of the VM. They come after the usual ones and take precedence; an option for a
    /// collector replaces the usual collector.
    ///
    /// @param more for example `-Xrs`, `-XX:+UseG1GC`
    /// @return this
    public Builder vm(String... more) {
      options.addAll(List.of(more));
      return this;
    }

    /// Adds arguments of the program.
    ///
    /// @param more the arguments
    /// @return this
    public Builder args(String... more) {
      args.addAll(List.of(more));
      return this;
    }

    /// Sets an environment variable.
    ///
    /// @param name the variable
    /// @param value its value
    /// @return this
    public Builder env(String name, String value) {
      environment.put(name, value);
      return this;
    }

    /// Runs the VM through another command, which must replace itself by its arguments: `nohup`,
    /// `env --block-signal=USR1`, `prlimit --sigpending=10`, `sh -c 'ulimit -n 64; exec "$@"' sh`.
    ///
    /// @param more the command and its arguments
    /// @return this
    public Builder prefix(String... more) {
      prefix.addAll(List.of(more));
      return this;
    }

    /// Puts the classes of all folders on its class path into one jar: a VM opens a jar once, but
    /// in a folder it opens a file for each class.
    ///
    /// @param folder the folder for the jar
    /// @return this
    /// @throws IOException if it cannot be made
    public Builder jar(Path folder) throws IOException {
      classPath = ChildArchive.pack(folder.resolve("classes.jar"));
      return this;
    }

    /// Puts other jars in the place of those on its class path: a second version of a framework.
    ///
    /// @param folder has the other jars
    /// @param replaced matches the names of the jars that go
    /// @return this
    /// @throws IOException if the folder cannot be read
    public Builder replaceJars(String replaced, Path folder) throws IOException {
      List<String> places = new ArrayList<>();
      for (String place :
          (classPath == null ? classPath() : classPath).split(File.pathSeparator, -1)) {
        if (!place.substring(place.lastIndexOf('/') + 1).matches(replaced)) {
          places.add(place);
        }
      }
      try (Stream<Path> jars = Files.list(folder)) {
        jars.map(Path::toAbsolutePath).map(Path::toString).forEach(places::add);
      }
      classPath = String.join(File.pathSeparator, places);
      return this;
    }

    /// Keeps the folders of classes on its class path, which are otherwise packed into a jar.
    ///
    /// @return this
    public Builder folders() {
      classPath = classPath();
      return this;
    }

    /// Sets how long the program may live.
    ///
    /// @param longest the time after which it is killed
    /// @return this
    public Builder limit(Duration longest) {
      limit = longest;
      return this;
    }

    /// Forbids the program to call native code, which is otherwise allowed.
    ///
    /// @return this
    public Builder denyNativeAccess() {
      nativeAccess = "--illegal-native-access=deny";
      return this;
    }

    /// Lets the VM warn when the program calls native code, which is otherwise silent.
    ///
    /// @return this
    public Builder warnOfNativeAccess() {
      nativeAccess = "--illegal-native-access=warn";
      return this;
    }

    /// Starts the program.
    ///
    /// @return the running program
    /// @throws IOException if it cannot be started
    public ChildJvm start() throws IOException {
      return new ChildJvm(command(), environment, limit);
    }

    /// The options for a whole run of tests, such as one without the code page.
    private static List<String> passedOn() {
      return System.getProperties().stringPropertyNames().stream()
          .filter(name -> name.startsWith(PASSED_ON))
          .map(name -> "-D" + name + "=" + System.getProperty(name))
          .toList();
    }

    private boolean usesArchive() {
      return classPath == null
          && nativeAccess.equals(NATIVE_ACCESS)
          && ChildArchive.goesWith(options);
    }

    private String defaultClassPath() throws IOException {
      return usesArchive() ? ChildArchive.classPath() : classPath();
    }

    private List<String> command() throws IOException {
      List<String> command = new ArrayList<>(prefix);
      command.add(java());
      command.addAll(USUAL);
      if (options.stream().noneMatch(option -> option.matches("-XX:\\+Use\\w+GC"))) {
        command.add("-XX:+UseSerialGC");
      }
      if (usesArchive()) {
        command.addAll(ChildArchive.options());
      }
      command.add(nativeAccess);
      command.addAll(passedOn());
      command.addAll(options);
      command.addAll(List.of("-cp", classPath == null ? defaultClassPath() : classPath, main));
      command.addAll(args);
      return command;
    }
  }
}
