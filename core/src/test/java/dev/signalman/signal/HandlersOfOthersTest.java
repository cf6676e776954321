package dev.signalman.signal;

import dev.signalman.Signal;
import dev.signalman.SignalSet;
import dev.signalman.testkit.CProgram;
import dev.signalman.testkit.ChildJvm;
import dev.signalman.testkit.Lines;
import dev.signalman.testkit.Peer;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Signals that somebody else handled before they are claimed: the handler comes back at release.
class HandlersOfOthersTest {
  @ParameterizedTest(name = "JVM-22: a handler in no library can be claimed and comes back: {0}")
  @ValueSource(strings = {"USR1", "WINCH", "URG", "INT", "RTMIN", "USR1,WINCH,URG,INT,RTMIN"})
  void inNoLibrary(String signals) throws Exception {
    try (ChildJvm child = ChildJvm.start(Generated.class, signals)) {
      child.expect("no library");
      for (int round = 0; round < 2; round++) {
        child.expect("claimed");
        for (String signal : signals.split(",", -1)) {
          Peer.kill(signal, child.pid());
          child.expect(Signal.parse(signal).toString());
        }
        child.expect("back");
      }
      child.expect("ignored, restored");
      child.expectExit(0);
    }
  }

  static final class Generated {
    private Generated() {}

    public static void main(String[] args) throws Exception {
      SignalSet signals = SignalSet.none();
      GeneratedCode code = new GeneratedCode();
      String library = "";
      for (String name : args[0].split(",", -1)) {
        Signal signal = Signal.parse(name);
        code.handle(signal);
        signals = signals.with(signal);
        library = Signals.disposition(signal) instanceof Disposition.Native n ? n.library() : "?";
      }
      System.out.println(library);
      for (int round = 0; round < 2; round++) {
        try (SelfPipe pipe = SelfPipe.open(signals);
            SelfPipe _ = SelfPipe.open(Signal.RT5)) {
          System.out.println("claimed");
          for (int i = 0; i < signals.size(); i++) {
            System.out.println(pipe.take().signal());
          }
        }
        System.out.println(signals.stream().allMatch(code::handles) ? "back" : "not back");
      }
      signals.forEach(Signals::ignore);
      System.out.print(signals.stream().noneMatch(code::handles) ? "ignored" : "not ignored");
      signals.forEach(Signals::restore);
      System.out.println(
          signals.stream().allMatch(code::handles) ? ", restored" : ", not restored");
    }
  }

  @ParameterizedTest(
      name = "JVM-22: after sun.misc.Signal.handle, {0} can be claimed and is restored")
  @ValueSource(strings = {"WINCH", "CONT", "TSTP", "USR1", "PROF", "TERM"})
  void sunMiscSignal(String name) throws Exception {
    try (ChildJvm child = ChildJvm.start(SunMiscSignal.class, name)) {
      child.expect("ready");
      Peer.kill(name, child.pid());
      child.expect("sun.misc.Signal SIG" + name);
      for (int round = 0; round < 2; round++) {
        child.send("open");
        child.expect("open");
        Peer.kill(name, child.pid());
        child.expect("ours " + name);
        child.send("close");
        child.expect("closed");
        Peer.kill(name, child.pid());
        child.expect("sun.misc.Signal SIG" + name);
      }
    }
  }

  static final class SunMiscSignal {
    private SunMiscSignal() {}

    public static void main(String[] args) throws Exception {
      handle(args[0]);
      System.out.println("ready");
      while (Lines.next().equals("open")) {
        try (SignalRegistration _ =
            Signals.handle(
                Signal.parse(args[0]), info -> System.out.println("ours " + info.signal()))) {
          System.out.println("open");
          Lines.next();
        }
        System.out.println("closed");
      }
    }

    /// By reflection: the compiler warns of the class, and the warning cannot be turned off.
    static void handle(String name) throws ReflectiveOperationException {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object printing =
          Proxy.newProxyInstance(
              handler.getClassLoader(),
              new Class<?>[] {handler},
              (_, _, arguments) -> {
                System.out.println("sun.misc.Signal " + arguments[0]);
                return null;
              });
      signal
          .getMethod("handle", signal, handler)
          .invoke(null, signal.getConstructor(String.class).newInstance(name), printing);
    }
  }

  @ParameterizedTest(name = "JVM-22: {2} is named as the owner of a handler")
  @CsvSource({
    "foreign.so, , ''",
    "libasyncProfiler.so, , async-profiler",
    "foreign.so, -DGO, the runtime of Go"
  })
  void namesTheOwner(String file, String flag, String owner, @TempDir Path folder)
      throws Exception {
    Path library = folder.resolve(file);
    Files.copy(library(flag == null ? "-DHANDLED=SIGUSR1" : flag).path(), library);
    try (ChildJvm child = ChildJvm.start(Naming.class, library.toString())) {
      child.expect(file + ": foreign_handler" + (owner.isEmpty() ? "" : " (" + owner + ")"));
      child.expectExit(0);
    }
  }

  static final class Naming {
    private Naming() {}

    @SuppressWarnings("restricted") // a library of C code has to be loaded somehow
    public static void main(String[] args) {
      System.load(args[0]);
      System.out.println(Signals.disposition(Signal.USR1));
    }
  }

  @Test
  @DisplayName("JVM-22: if other handlers have URG and WINCH, claims work and no WINCH is lost")
  void bothSetUpSignals() throws Exception {
    CProgram library = library("-DHANDLED=SIGURG", "-DSECOND=SIGWINCH");
    try (ChildJvm child = ChildJvm.start(BesideBoth.class, library.path().toString())) {
      child.expect("ready");
      for (int i = 0; i < 200; i++) {
        Peer.kill(i % 2 == 0 ? "WINCH" : "URG", child.pid());
        child.expect("foreign");
      }
      child.send("end");
      String line = child.line();
      while (line.equals("foreign")) { // a set-up signal that a thread has taken late
        line = child.line();
      }
      if (!line.equals("claims: true, all theirs again: true")) {
        throw child.failure(line);
      }
      child.expectExit(0);
    }
  }

  static final class BesideBoth {
    private BesideBoth() {}

    @SuppressWarnings("restricted") // a library of C code has to be loaded somehow
    public static void main(String[] args) throws Exception {
      System.load(args[0]);
      Map<String, Integer> count = new ConcurrentHashMap<>();
      Thread claims = Thread.ofPlatform().start(() -> claim(count));
      System.out.println("ready");
      Lines.next();
      claims.interrupt();
      claims.join();
      try (SelfPipe urg = SelfPipe.open(Signal.URG, Signal.TERM)) {
        Signals.raise(Signal.URG);
        urg.take();
      }
      boolean theirs =
          Signals.disposition(Signal.URG) instanceof Disposition.Native
              && Signals.disposition(Signal.WINCH) instanceof Disposition.Native;
      System.out.println(
          "claims: " + (count.getOrDefault("", 0) > 1) + ", all theirs again: " + theirs);
    }

    private static void claim(Map<String, Integer> count) {
      try {
        while (!Thread.interrupted()) {
          SelfPipe.open(Signal.RT3, Signal.TERM).close();
          count.merge("", 1, Integer::sum);
        }
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }
  }

  private static CProgram library(String... flags) throws Exception {
    String[] all = new String[flags.length + 2];
    all[0] = "-shared";
    all[1] = "-fPIC";
    System.arraycopy(flags, 0, all, 2, flags.length);
    return CProgram.compile(HandlersOfOthersTest.class, "/c/foreign.c", all);
  }
}
