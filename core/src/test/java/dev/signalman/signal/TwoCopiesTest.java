package dev.signalman.signal;

import dev.signalman.Signal;
import dev.signalman.testkit.ChildJvm;
import dev.signalman.testkit.Lines;
import dev.signalman.testkit.Peer;
import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// The library twice in one VM, as web applications and plug-ins have it.
class TwoCopiesTest {
  @Test
  @DisplayName(
      "JVM-16: two copies of the library receive at once, and take no signal of each other")
  void sideBySide() throws Exception {
    try (ChildJvm child = ChildJvm.start(Loaders.class)) {
      child.expect("ready", "USR1 and TERM are A's");
      for (String verb : List.of("open", "ignore", "setDefault")) {
        child.expect("B cannot " + verb + " USR1: ReservedSignalException");
      }
      child.expect("USR2, URG, RT0 and QUIT are B's");
      for (int round = 0; round < 3; round++) {
        for (String signal : List.of("USR1", "USR2", "URG", "RTMIN", "QUIT", "TERM")) {
          Peer.kill(signal, child.pid());
          boolean first = signal.equals("USR1") || signal.equals("TERM");
          child.expect((first ? "A " : "B ") + signal.replace("RTMIN", "RT0"));
        }
      }
      child.send("A closes");
      child.expect("B opens USR1");
      Peer.kill("USR1", child.pid());
      child.expect("B USR1");
      Peer.kill("USR2", child.pid());
      child.expect("B USR2");
      child.send("B closes");
      child.expect("closed");
      Peer.kill("TERM", child.pid());
      child.expectExit(143);
    }
  }

  @Test
  @DisplayName(
      "JVM-16: a copy is refused the signals of the other, even if its handler was replaced")
  void replacedHandler() throws Exception {
    try (ChildJvm child = ChildJvm.start(Replaced.class)) {
      for (String verb : List.of("open", "ignore", "setDefault")) {
        child.expect("B cannot " + verb + " USR1: ReservedSignalException");
      }
      child.expect("theirs: true", "A closes", "theirs: true", "B opens USR1");
      Peer.kill("USR1", child.pid());
      child.expect("B USR1");
      child.send("B closes");
      child.expect("theirs: true");
      child.expectExit(0);
    }
  }

  static final class Replaced {
    public static void main(String[] args) throws Exception {
      try (URLClassLoader one = Loaders.loader();
          URLClassLoader other = Loaders.loader()) {
        Copy a = Loaders.load(one);
        Copy b = Loaders.load(other);
        GeneratedCode theirs = new GeneratedCode();
        a.open("A", "USR1");
        theirs.handle(Signal.USR1);
        b.fail("open", "USR1");
        b.fail("ignore", "USR1");
        b.fail("setDefault", "USR1");
        System.out.println("theirs: " + theirs.handles(Signal.USR1));
        System.out.println("A closes");
        a.close();
        System.out.println("theirs: " + theirs.handles(Signal.USR1));
        b.open("B", "USR1");
        System.out.println("B opens USR1");
        Lines.next();
        b.close();
        System.out.println("theirs: " + theirs.handles(Signal.USR1));
      }
    }
  }

  static final class Loaders {
    public static void main(String[] args) throws Exception {
      System.out.println("ready");
      try (URLClassLoader one = loader();
          URLClassLoader other = loader()) {
        Copy a = load(one);
        Copy b = load(other);
        a.open("A", "USR1", "TERM");
        System.out.println("USR1 and TERM are A's");
        b.fail("open", "USR1");
        b.fail("ignore", "USR1");
        b.fail("setDefault", "USR1");
        b.open("B", "USR2", "URG", "RT0", "QUIT");
        System.out.println("USR2, URG, RT0 and QUIT are B's");
        Lines.next();
        a.close();
        b.open("B", "USR1");
        System.out.println("B opens USR1");
        Lines.next();
        b.close();
        System.out.println("closed");
        Thread.sleep(Long.MAX_VALUE);
      }
    }

    /// With everything that this program has, but of its own.
    private static URLClassLoader loader() throws IOException {
      List<URL> path = new ArrayList<>();
      for (String part :
          Pattern.compile(File.pathSeparator)
              .splitAsStream(System.getProperty("java.class.path"))
              .toList()) {
        path.add(Path.of(part).toUri().toURL());
      }
      return new URLClassLoader(path.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
    }

    private static Copy load(ClassLoader loader) throws Exception {
      Class<?> type = Class.forName(LoadedCopy.class.getName(), true, loader);
      Object copy = type.getDeclaredConstructor().newInstance();
      return (verb, words) -> type.getMethod(verb, String[].class).invoke(copy, (Object) words);
    }
  }

  /// A copy as seen from outside: its classes are not the ones that this file sees.
  private interface Copy {
    void call(String verb, String... words) throws ReflectiveOperationException;

    default void open(String... words) throws ReflectiveOperationException {
      call("open", words);
    }

    default void fail(String... words) throws ReflectiveOperationException {
      call("fail", words);
    }

    default void close() throws ReflectiveOperationException {
      call("close");
    }
  }
}
