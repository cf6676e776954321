package dev.signalman.junit;

import dev.signalman.Signal;
import dev.signalman.jvm.JavaChild;
import dev.signalman.process.Child;
import dev.signalman.process.ExitStatus;
import dev.signalman.process.Stdio;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.opentest4j.TestAbortedException;

/// A test in its own VM, seen from the VM that runs all tests.
final class OwnVm {
  private static final String LAUNCHER = "org.junit.platform.launcher.core.LauncherFactory";

  /// For the rest of the output: a child of the test may hold the pipe open.
  private static final Duration REST = Duration.ofSeconds(5);

  /// The beginnings of the names of properties that each VM sets by itself.
  private static final List<String> OF_EACH_VM =
      List.of(
          "java.",
          "jdk.",
          "sun.",
          "os.",
          "user.",
          "file.",
          "path.",
          "line.",
          "native.",
          "stdin.",
          "stdout.",
          "stderr.",
          "surefire.",
          "basedir.launch",
          "dev.signalman.jvm.");

  private final String id;
  private final Duration limit;

  OwnVm(String id, Duration limit) {
    this.id = id;
    this.limit = limit;
  }

  /// Runs the test, and throws the exception that the test threw.
  void run() throws Throwable {
    requireLauncher(OwnVm.class.getClassLoader());
    try (JavaChild vm = start();
        Child process = vm.process()) {
      Reader output = new Reader(process.stdout(), "output");
      Reader result = new Reader(vm.socket().in(), "result");
      @Nullable ExitStatus status;
      try {
        status = process.waitFor(limit);
      } finally {
        boolean _ = process.send(Signal.KILL);
      }
      String text = output.text();
      if (status == null) {
        throw failure("did not end within " + limit + " and was killed", process, text);
      }
      conclude(result.bytes(), status, process, text);
    }
  }

  private JavaChild start() throws IOException {
    List<String> options = new ArrayList<>();
    for (String name : System.getProperties().stringPropertyNames()) {
      if (OF_EACH_VM.stream().noneMatch(name::startsWith)) {
        options.add("-D" + name + "=" + System.getProperty(name));
      }
    }
    options.add("-D" + OneTest.PROPERTY + "=true");
    return JavaChild.of(OneTest.class, id)
        .options(options.toArray(String[]::new))
        .with(spawn -> spawn.stdin(Stdio.discard()).stdout(Stdio.pipe()).stderr(Stdio.merged()))
        .start();
  }

  static void requireLauncher(ClassLoader loader) {
    try {
      Class.forName(LAUNCHER, false, loader);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(
          "signalman-junit: @InOwnVm runs the test with the launcher of JUnit, which is not there; add"
              + " org.junit.platform:junit-platform-launcher to the dependencies of the tests, in the"
              + " version of the other artifacts of JUnit",
          e);
    }
  }

  private static void conclude(byte[] bytes, ExitStatus status, Child process, String text)
      throws Throwable {
    if (bytes.length == 0) {
      throw failure(ending(status) + " before the test was over", process, text);
    }
    Result result = Result.read(bytes);
    Throwable thrown = result.thrown();
    if (thrown == null) {
      System.out.print(text);
      return;
    }
    if (result.aborted()) {
      throw thrown instanceof TestAbortedException
          ? thrown
          : new TestAbortedException(String.valueOf(thrown.getMessage()), thrown);
    }
    thrown.addSuppressed(new Whereabouts(process, text));
    throw thrown;
  }

  private static String ending(ExitStatus status) {
    return switch (status) {
      case ExitStatus.Exited exited -> "exited with status " + exited.code();
      case ExitStatus.Killed killed ->
          "was ended by "
              + Signal.fullName(killed.number())
              + (killed.core() ? " (core dumped)" : "");
      case ExitStatus.Unknown unknown -> "ended, and how is unknown: " + unknown.reason();
    };
  }

  private static AssertionError failure(String what, Child process, String text) {
    return new AssertionError(
        "signalman-junit: the test's own VM, process "
            + process.pid()
            + ", "
            + what
            + written(text));
  }

  private static String written(String text) {
    return text.isBlank()
        ? "; it wrote nothing"
        : "; it wrote:\n  " + text.stripTrailing().replace("\n", "\n  ");
  }

  /// Tells where a failure happened, as a suppressed exception of it.
  private static final class Whereabouts extends Exception {
    private static final long serialVersionUID = 1;

    Whereabouts(Child process, String text) {
      super(
          "signalman-junit: in the test's own VM, process " + process.pid() + written(text),
          null,
          false,
          false);
    }
  }

  /// Reads a stream in a thread of its own, so that its writer never waits.
  private static final class Reader {
    private final InputStream in;
    private final Thread thread;
    private byte[] read = {};
    private volatile String end = "";

    Reader(InputStream in, String name) {
      this.in = in;
      this.thread = Thread.ofPlatform().daemon().name("own-vm-" + name).start(this::read);
    }

    private synchronized void add(byte[] more, int count) {
      byte[] all = Arrays.copyOf(read, read.length + count);
      System.arraycopy(more, 0, all, read.length, count);
      read = all;
    }

    private void read() {
      byte[] some = new byte[8192];
      try {
        for (int n = in.read(some); n >= 0; n = in.read(some)) {
          add(some, n);
        }
      } catch (IOException e) {
        end = "\n<broke off: " + e.getMessage() + ">";
      }
    }

    byte[] bytes() throws InterruptedException {
      boolean _ = thread.join(REST);
      synchronized (this) {
        return read;
      }
    }

    String text() throws InterruptedException {
      return new String(bytes(), StandardCharsets.UTF_8) + end;
    }
  }
}
