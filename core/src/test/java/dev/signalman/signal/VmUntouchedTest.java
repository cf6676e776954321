package dev.signalman.signal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.Signal;
import dev.signalman.SignalSet;
import dev.signalman.testkit.ChildJvm;
import dev.signalman.testkit.Lines;
import dev.signalman.testkit.Peer;
import dev.signalman.testkit.ProcFs;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What the library leaves alone as long as nothing is claimed, and after that.
class VmUntouchedTest {
  @Test
  @DisplayName("JVM-01: queries change no action and no mask of the VM")
  void lookingChangesNothing() throws Exception {
    try (ChildJvm plain = ChildJvm.start(Look.class, "plain");
        ChildJvm looking = ChildJvm.start(Look.class, "library")) {
      plain.expect("ready");
      looking.expect("ready");
      ProcFs expected = ProcFs.process(plain.pid());
      ProcFs actual = ProcFs.process(looking.pid());
      assertThat(actual.caught()).isEqualTo(expected.caught());
      assertThat(actual.ignored()).isEqualTo(expected.ignored());
      assertThat(masks(looking)).hasSameElementsAs(masks(plain));
    }
  }

  private static List<BitSet> masks(ChildJvm child) throws Exception {
    return ProcFs.masks(child.pid()).values().stream().distinct().toList();
  }

  static final class Look {
    public static void main(String[] args) throws Exception {
      // The JDK's files and sockets install a handler of their own on first use.
      java.nio.file.Files.readAllBytes(java.nio.file.Path.of("/proc/self/stat"));
      if (args[0].equals("library")) {
        Signals.capabilities();
        Signals.dispositions();
        Signals.exists(1);
        if (SignalSet.of(Signal.TERM).mask() == 0) {
          throw new AssertionError();
        }
      }
      System.out.println("ready");
      Lines.next();
    }
  }

  @ParameterizedTest(name = "JVM-07: {0} without a receiver runs the hooks and exits with {1}")
  @CsvSource({"HUP, 129", "INT, 130", "TERM, 143"})
  void hooksRunAsEver(String signal, int status) throws Exception {
    for (String when : List.of("before", "after")) {
      try (ChildJvm child = ChildJvm.start(HookAndWait.class, when)) {
        child.expect("ready");
        Peer.kill(signal, child.pid());
        child.expect("hook");
        child.expectExit(status);
      }
    }
  }

  static final class HookAndWait {
    public static void main(String[] args) throws Exception {
      Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("hook")));
      Signals.dispositions();
      if (args[0].equals("after")) {
        SelfPipe.open(SignalSet.TERMINATION).close();
        Signals.handle(SignalSet.TERMINATION, info -> System.out.println("handler")).close();
      }
      System.out.println("ready");
      Thread.sleep(Long.MAX_VALUE);
    }
  }

  @Test
  @DisplayName("JVM-15: with native access enabled the VM prints nothing")
  void noWarningWhereEnabled() throws Exception {
    try (ChildJvm child = ChildJvm.of(UseOnce.class).start()) {
      child.expect("used");
      child.expectExit(0);
      assertThat(child.errors()).isEmpty();
    }
  }

  @Test
  @DisplayName("JVM-15: without a flag there is the standard warning, once")
  void standardWarning() throws Exception {
    try (ChildJvm child = ChildJvm.of(UseOnce.class).warnOfNativeAccess().start()) {
      child.expect("used");
      child.expectExit(0);
      assertThat(child.errors())
          .filteredOn(line -> !line.isEmpty())
          .allMatch(line -> line.startsWith("WARNING: "))
          .hasSize(4);
    }
  }

  @Test
  @DisplayName("JVM-15: where native access is denied the exception names the flag")
  void denied() throws Exception {
    try (ChildJvm child = ChildJvm.of(UseOnce.class).denyNativeAccess().start()) {
      assertThat(child.line())
          .startsWith("IllegalStateException")
          .contains("start java with --enable-native-access=ALL-UNNAMED,");
      child.expectExit(0);
      assertThat(child.errors()).isEmpty();
    }
  }

  static final class UseOnce {
    public static void main(String[] args) throws Exception {
      try {
        try (SelfPipe pipe = SelfPipe.open(Signal.USR1)) {
          Signals.raise(Signal.USR1);
          pipe.take();
        }
        System.out.println("used");
      } catch (IllegalStateException e) {
        System.out.println(e.getClass().getSimpleName() + " " + e.getMessage());
      }
    }
  }
}
