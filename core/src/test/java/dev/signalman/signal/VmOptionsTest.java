package dev.signalman.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.signalman.Signal;
import dev.signalman.SignalInfo;
import dev.signalman.SignalSet;
import dev.signalman.posix.Memory;
import dev.signalman.posix.SignalH;
import dev.signalman.testkit.ChildJvm;
import dev.signalman.testkit.Eventually;
import dev.signalman.testkit.Lines;
import dev.signalman.testkit.Peer;
import dev.signalman.testkit.ProcFs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Flags of the VM, and states that it can be started in, that concern signals.
class VmOptionsTest {
  /// Opens what the arguments name, says `ready`, prints what comes until TERM has come, and
  /// closes.
  static final class UntilTerm {
    public static void main(String[] args) throws Exception {
      Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("hook")));
      SignalSet signals = SignalSet.copyOf(Stream.of(args).map(Signal::parse).toList());
      for (int round = 0; round < 2; round++) {
        try (SelfPipe pipe = SelfPipe.open(signals)) {
          Thread.ofPlatform().daemon().start(UntilTerm::sleep); // one that did not see the claim
          System.out.println("ready");
          SignalInfo info;
          do {
            info = pipe.take();
            System.out.println(info.signal());
          } while (info.signal() != Signal.TERM);
        }
        System.out.println("closed");
      }
      sleep();
    }

    private static void sleep() {
      try {
        Thread.sleep(Long.MAX_VALUE);
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }

  private static void receiveTwice(ChildJvm child, List<String> signals) throws Exception {
    for (int round = 0; round < 2; round++) {
      child.expect("ready");
      for (String signal : signals) {
        Peer.kill(signal, child.pid());
        child.expect(Signal.parse(signal).name());
      }
      Peer.kill("TERM", child.pid());
      child.expect("TERM", "closed");
    }
  }

  @Test
  @DisplayName("JVM-02: -Xcheck:jni warns of a claimed USR2 and of no other signal")
  void checkedJni() throws Exception {
    try (ChildJvm child = ChildJvm.of(ClaimMoreAndMore.class).vm("-Xcheck:jni").start()) {
      child.expect("all but USR2");
      child.send("USR2 too");
      child.expect("all");
      // The VM looks at all its handlers together, now and then. So when this is there, a warning
      // about another would be too.
      Eventually.until("a warning about USR2", () -> hasWarning(child, "SIGUSR2"));
      assertThat(child.errors())
          .filteredOn(line -> line.contains("handler modified"))
          .allMatch(line -> line.contains("SIGUSR2"));
    }
  }

  private static boolean hasWarning(ChildJvm child, String name) throws Exception {
    return child.errors().stream().anyMatch(line -> line.contains(name + " handler modified"));
  }

  static final class ClaimMoreAndMore {
    public static void main(String[] args) throws Exception {
      try (SelfPipe most = SelfPipe.open(SelfPipeTest.receivable().without(Signal.USR2))) {
        System.out.println("all but USR2");
        Lines.next();
        try (SelfPipe last = SelfPipe.open(Signal.USR2)) {
          System.out.println("all");
          while (most.isOpen() && last.isOpen()) {
            System.gc(); // one of the occasions on which the VM looks
          }
        }
      }
    }
  }

  @ParameterizedTest(
      name = "JVM-10: under -Xrs a claim of {0} works, and its end leaves the default")
  @CsvSource({"HUP, 129", "INT, 130", "TERM, 143", "QUIT, 131"})
  void reducedSignals(String signal, int status) throws Exception {
    try (ChildJvm child =
        ChildJvm.of(UntilTerm.class)
            .vm("-Xrs")
            .prefix("prlimit", "--core=0")
            .args("HUP", "INT", "TERM", "QUIT", "USR1")
            .start()) {
      receiveTwice(child, List.of("HUP", "INT", "QUIT", "USR1"));
      Peer.kill(signal, child.pid());
      child.expectExit(status);
      assertThat(child.remainingLines()).as("no hook runs").isEmpty();
    }
  }

  @ParameterizedTest(
      name = "JVM-11: {0} ignored at launch can be claimed, and is ignored again after")
  @ValueSource(strings = {"HUP", "INT", "QUIT", "USR1", "USR2", "CHLD", "WINCH"})
  void ignoredAtLaunch(String signal) throws Exception {
    int number = Signal.parse(signal).number();
    try (ChildJvm child =
        ChildJvm.of(UntilTerm.class)
            .prefix("env", "--ignore-signal=" + signal)
            .args(signal, "TERM")
            .start()) {
      receiveTwice(child, List.of(signal));
      boolean vmTakesIt = signal.equals("USR2");
      // The VM leaves HUP and INT ignored; QUIT and USR2 it takes whatever they were; CHLD the
      // JDK's own process code puts to its default.
      boolean ignored = ProcFs.process(child.pid()).ignored().get(number);
      assertThat(ignored).isEqualTo(!vmTakesIt && !List.of("CHLD", "QUIT").contains(signal));
      Peer.kill("TERM", child.pid());
      child.expect("hook");
      child.expectExit(143);
    }
  }

  @Test
  @DisplayName(
      "JVM-13: with libjsig preloaded claims work, and the VM's handlers are back afterwards")
  void signalChaining() throws Exception {
    Path libjsig = Path.of(System.getProperty("java.home"), "lib", "libjsig.so");
    assumeTrue(Files.exists(libjsig), "skipped: this JDK has no libjsig.so");
    try (ChildJvm child =
        ChildJvm.of(UntilTerm.class)
            .env("LD_PRELOAD", libjsig.toString())
            .args("HUP", "USR1", "USR2", "TERM", "RT0")
            .start()) {
      receiveTwice(child, List.of("HUP", "USR1", "USR2", "RTMIN"));
      Peer.kill("TERM", child.pid());
      child.expect("hook");
      child.expectExit(143);
      assertThat(child.errors()).isEmpty();
    }
  }

  @Test
  @DisplayName("JVM-13: sigaction(2) of an invalid number fails cleanly, with and without libjsig")
  void numbersOutOfRange() throws Exception {
    String library = System.getProperty("java.home") + "/lib/libjsig.so";
    for (String preloaded : List.of("", library)) {
      try (ChildJvm child = ChildJvm.of(QueryNumbers.class).env("LD_PRELOAD", preloaded).start()) {
        child.expect("-22 -22 -22 -22 -22 -22 -22");
        child.expectExit(0);
      }
    }
  }

  static final class QueryNumbers {
    public static void main(String[] args) {
      Memory action = Memory.allocate(152);
      System.out.println(
          String.join(
              " ",
              Stream.of(-1, 0, 32, 33, 65, 1000, Integer.MIN_VALUE)
                  .map(number -> Integer.toString(SignalH.sigaction(number, null, action)))
                  .toList()));
    }
  }

  @Test
  @DisplayName("JVM-10: if the VM is started with signals blocked, none is lost during its start")
  void startedBlocked() throws Exception {
    try (ChildJvm child =
        ChildJvm.of(UntilTerm.class)
            .vm("-Xrs")
            .prefix("env", "--block-signal=TERM,USR1,RTMIN")
            .args("TERM", "USR1", "RTMIN")
            .start()) {
      Path executable = Path.of("/proc/" + child.pid() + "/exe");
      Eventually.until("the VM's own program", () -> executable.toRealPath().endsWith("java"));
      for (String signal : List.of("USR1", "RTMIN", "TERM")) {
        Peer.kill(signal, child.pid()); // long before there is a VM
      }
      // The lowest number first, and what is left over takes the action that it was blocked with.
      child.expect("ready", "USR1", "TERM", "closed", "ready", "RT0");
      Map<Long, BitSet> open = ProcFs.masks(child.pid());
      Peer.kill("TERM", child.pid());
      child.expect("TERM", "closed");
      assertBlocked(open, Signal.TERM, Signal.USR1, Signal.RT0);
      assertBlocked(ProcFs.masks(child.pid()), Signal.TERM, Signal.USR1, Signal.RT0);
      Peer.kill("TERM", child.pid()); // pending from now on, as it was before the claim
      assertThat(ProcFs.process(child.pid()).sharedPending().get(15)).isTrue();
    }
  }

  private static void assertBlocked(Map<Long, BitSet> masks, Signal... signals) {
    for (Signal signal : signals) {
      assertThat(masks.values()).allMatch(mask -> mask.get(signal.number()));
    }
  }
}
