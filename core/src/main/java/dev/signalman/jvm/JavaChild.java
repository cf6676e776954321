package dev.signalman.jvm;

import dev.signalman.internal.portable.VmMode;
import dev.signalman.io.SocketPair;
import dev.signalman.io.UnixSocket;
import dev.signalman.process.Child;
import dev.signalman.process.Spawn;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// A child process that runs another class of this program, in a VM like this one, with a socket
/// between the two.
///
/// ```java
/// try (JavaChild child = JavaChild.of(Worker.class, "42").start()) {
///   child.socket().out().write(job);
///   byte[] answer = child.socket().in().readNBytes(8);
/// }
///
/// class Worker {
///   public static void main(String[] args) throws Exception {
///     try (UnixSocket parent = JavaChild.parent()) {
///       parent.out().write(result(parent.in().readNBytes(8), args[0]));
///     }
///   }
/// }
/// ```
///
/// The child's VM is the `java` of the same JDK, with the class path, the module path and the
/// options that this VM was started with, `-D` included, taken from its command line and its
/// argument files. It reads `JDK_JAVA_OPTIONS` and `JAVA_TOOL_OPTIONS` from its environment, as
/// this VM did. The paths become absolute; relative file names in other options are resolved in the
/// child's directory.
///
/// Options that two VMs cannot share are left out: debugger agents, also in those variables; the
/// port of `com.sun.management.jmxremote`; and files that a VM writes, unless their names have `%p`
/// or `%t`: `-XX:StartFlightRecording` with a file, `-Xlog` to a file, class data and AOT caches to
/// be made. The caller has to remove other agents that open a port: [Starter#withoutOptions].
///
/// The child ends when this process has ended for any reason, unless it says otherwise
/// ([#outliveParent]). It watches a descriptor of this process (pidfd_open(2)), then exits in order
/// with status 143, shutdown hooks included, and by force once [Starter#grace] is over. This is not
/// guaranteed for a child that is stopped (it ends when it is continued) or traced, or whose
/// process now runs another program (execve(2)). The child is responsible for its own children.
///
/// Another VM must be able to find the worker's class: on the class path or the module path, not
/// compiled in memory by `java File.java`. Its `main` may have any form that the `java` command
/// takes. A main class of this library calls it; `jps` shows that class.
public final class JavaChild implements AutoCloseable {
  private final Child process;
  private final UnixSocket socket;

  private JavaChild(Child process, UnixSocket socket) {
    this.process = process;
    this.socket = socket;
  }

  /// Describes a child that runs the `main` of a class.
  ///
  /// @throws IllegalArgumentException if another VM would not find the class, or an argument has a
  ///   NUL character
  public static Starter of(Class<?> worker, String... arguments) {
    return new Starter(worker, List.of(arguments));
  }

  /// Describes a child that runs this program again: the main class that the `java` command was
  /// told to run, by its name, `-jar` or `--module`, with the same arguments. In a JavaChild that
  /// is the worker.
  ///
  /// @throws UnsupportedOperationException if this VM was not started by the `java` command, or the
  ///   program is a source file, which the command compiled into memory
  /// @throws IllegalArgumentException if another VM would not find the class
  /// @throws IOException if the program cannot be read, such as a jar that has gone
  public static Starter thisProgram() throws IOException {
    ThisProgram program = ThisProgram.read();
    return new Starter(program.main(), program.arguments());
  }

  /// For the child: from now on it does not end when its parent does. It cannot be taken back.
  ///
  /// @return false if the parent has ended already, so that this process is about to end
  /// @throws IllegalStateException if this program was not started by a JavaChild
  public static boolean outliveParent() {
    return WorkerMain.outliveParent();
  }

  /// For the child: its socket to the parent, the same one for each call. It is non-blocking, and
  /// closed in children that the child starts.
  ///
  /// @throws IllegalStateException if this program was not started by a JavaChild
  public static UnixSocket parent() {
    return WorkerMain.socket();
  }

  /// The child process, to wait for and to signal.
  public Child process() {
    return process;
  }

  /// The socket to the child. Its input ends once the child has gone or has closed its end.
  public UnixSocket socket() {
    return socket;
  }

  /// Closes the socket. The child's input ends, and the child runs until it ends by itself.
  @Override
  public void close() {
    socket.close();
  }

  @Override
  public String toString() {
    return process.toString();
  }

  /// The description of a child, which it also starts. Methods change this object and return it.
  public static final class Starter {
    private static final Duration GRACE = Duration.ofSeconds(10);

    private final Class<?> worker;
    private final List<String> arguments;
    private final List<String> added = new ArrayList<>();
    private Predicate<String> unwanted = _ -> false;
    private Consumer<Spawn> custom = _ -> {};
    private Duration grace = GRACE;

    private Starter(Class<?> worker, List<String> arguments) {
      JavaCommand.check(worker);
      this.worker = worker;
      this.arguments = arguments;
    }

    /// Adds VM options after those of this VM, so that they take precedence.
    public Starter options(String... options) {
      added.addAll(List.of(options));
      return this;
    }

    /// Leaves out the options of this VM for which `unwanted` is true, each as one word, such as
    /// `--add-opens=java.base/java.lang=ALL-UNNAMED`.
    public Starter withoutOptions(Predicate<String> unwanted) {
      this.unwanted = this.unwanted.or(unwanted);
      return this;
    }

    /// Sets how long the child may take to exit in order once this process has gone: 10 s unless
    /// set.
    ///
    /// @throws IllegalArgumentException if negative
    public Starter grace(Duration grace) {
      if (grace.isNegative()) {
        throw new IllegalArgumentException("the grace period cannot be negative: " + grace);
      }
      this.grace = grace;
      return this;
    }

    /// Sets everything else about the process: environment, directory, standard streams,
    /// descriptors above 3, group, mask. Descriptor 3 is the socket.
    public Starter with(Consumer<Spawn> custom) {
      this.custom = this.custom.andThen(Objects.requireNonNull(custom, "custom"));
      return this;
    }

    /// Starts the child.
    ///
    /// @throws IOException if that fails, as [Spawn#start]
    /// @throws UnsupportedOperationException if this VM was not started by the `java` command
    public JavaChild start() throws IOException {
      VmMode.requireNative("a JavaChild, which has a UNIX socket");
      SocketPair pair = SocketPair.open();
      try (UnixSocket childEnd = pair.right()) {
        Spawn spawn = Spawn.of(JavaCommand.of(worker, options(), arguments));
        for (String variable : VmOptions.VARIABLES) {
          withoutDebugger(spawn, variable);
        }
        custom.accept(spawn);
        spawn.fd(WorkerMain.SOCKET, childEnd.fd());
        return new JavaChild(spawn.start(), pair.left());
      } catch (Throwable e) {
        pair.left().close();
        throw e;
      }
    }

    private List<String> options() throws IOException {
      List<String> options = new ArrayList<>(VmOptions.own(JavaCommand.java()));
      options.removeIf(unwanted);
      options.addAll(added);
      options.add("-D" + WorkerMain.PARENT + "=" + ProcessHandle.current().pid());
      options.add("-D" + WorkerMain.GRACE + "=" + grace.toMillis());
      return options;
    }

    private static void withoutDebugger(Spawn spawn, String variable) {
      String value = System.getenv(variable);
      if (value != null) {
        String rest = VmOptions.withoutDebugger(value);
        if (!rest.equals(value.strip())) {
          spawn.env(variable, rest);
        }
      }
    }

    @Override
    public String toString() {
      return "JavaChild " + worker.getName() + " " + arguments;
    }
  }
}
