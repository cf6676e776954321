package dev.signalman.signal;

import dev.signalman.Signal;
import dev.signalman.SignalInfo;
import dev.signalman.SignalSet;
import dev.signalman.testkit.CProgram;
import dev.signalman.testkit.ChildJvm;
import dev.signalman.testkit.ChildProgram;
import dev.signalman.testkit.Eventually;
import dev.signalman.testkit.Lines;
import dev.signalman.testkit.Peer;
import dev.signalman.testkit.ProcFs;
import dev.signalman.testkit.RunsAlone;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// URG and WINCH, by which the masks of threads are set, are still the program's to claim. One test
/// fills the queue of signals, which the kernel counts for the whole user.
@RunsAlone
class SetUpSignalTest {
  @Test
  @DisplayName("FD-17: a claimed URG delivers URGs of others, and none that set up threads")
  void claimedUrg() throws Exception {
    try (ChildJvm child = ChildJvm.start(OpenAndClose.class)) {
      child.expect("ready");
      tell(child, "open URG", "ok");
      openAndCloseOthers(child);
      arrives(child, "URG", "URG");
      arrives(child, "URG", "URG");
      tell(child, "close URG", "ok");
      openAndCloseOthers(child);
    }
  }

  @Test
  @DisplayName("FD-17: other claims work while URG and WINCH are both claimed")
  void claimedBoth() throws Exception {
    try (ChildJvm child = ChildJvm.start(OpenAndClose.class)) {
      child.expect("ready");
      tell(child, "open WINCH", "ok");
      openAndCloseOthers(child);
      tell(child, "open URG", "ok");
      openAndCloseOthers(child);
      arrives(child, "URG", "URG");
      arrives(child, "WINCH", "WINCH");
      tell(child, "close WINCH", "ok");
      openAndCloseOthers(child);
      tell(child, "open WINCH,USR2", "ok");
      openAndCloseOthers(child);
      arrives(child, "WINCH", "WINCH,USR2");
      tell(child, "close URG", "ok");
      tell(child, "close WINCH,USR2", "ok");
    }
  }

  @Test
  @DisplayName("FD-17: we never call another library's handler of URG, and use WINCH instead")
  void foreignUrg() throws Exception {
    CProgram library =
        CProgram.compile(
            SetUpSignalTest.class, "/c/foreign.c", "-shared", "-fPIC", "-DHANDLED=SIGURG");
    try (ChildJvm child = ChildJvm.start(OpenAndClose.class, library.path().toString())) {
      child.expect("ready");
      openAndCloseOthers(child);
      tell(child, "open WINCH", "ok");
      openAndCloseOthers(child);
      arrives(child, "WINCH", "WINCH");
      Peer.kill("URG", child.pid());
      child.expect("foreign");
      tell(child, "open URG", "ok");
      openAndCloseOthers(child);
      arrives(child, "URG", "URG");
      tell(child, "close URG", "ok");
      Peer.kill("URG", child.pid());
      child.expect("foreign");
      tell(child, "close WINCH", "ok");
      openAndCloseOthers(child);
    }
  }

  private static ChildJvm withRoomFor64() throws Exception {
    return ChildJvm.of(OpenAndClose.class).prefix("prlimit", "--sigpending=64").start();
  }

  /// Tries for ever to queue more RTMIN than the 64 that there is room for.
  private static ChildProgram flood(ChildJvm child) throws Exception {
    CProgram flood = CProgram.compile(SetUpSignalTest.class, "/c/flood.c");
    String number = Integer.toString(Signal.RT0.number());
    ChildProgram flooding = flood.start(Integer.toString(child.pid()), number, "0", "100000");
    Eventually.until("full", () -> ProcFs.process(child.pid()).queued() >= 64);
    return flooding;
  }

  @Test
  @DisplayName("FD-17: a claim of URG and WINCH takes none that set up threads for one of others")
  void claimedWhileFull() throws Exception {
    try (ChildJvm child = withRoomFor64()) {
      child.expect("ready");
      tell(child, "open RTMIN", "ok");
      try (ChildProgram _ = flood(child)) {
        tell(child, "open URG,WINCH,USR1", "ok");
        tell(child, "poll URG,WINCH,USR1", "null");
        tell(child, "close URG,WINCH,USR1", "ok");
        tell(child, "take RTMIN", "RT0");
      }
    }
  }

  @Test
  @DisplayName("FD-17: claims work while the kernel cannot record senders")
  void fullQueue() throws Exception {
    try (ChildJvm child = withRoomFor64()) {
      child.expect("ready");
      tell(child, "open RTMIN", "ok");
      tell(child, "open URG", "ok");
      try (ChildProgram _ = flood(child)) {
        for (String others : List.of("HUP,RTMIN+1", "TERM,USR1,USR2")) {
          tell(child, "open " + others, "ok");
          tell(child, "poll " + others, "null");
          tell(child, "close " + others, "ok");
          tell(child, "poll URG", "null");
        }
        tell(child, "take RTMIN", "RT0");
      }
    }
  }

  @Test
  @DisplayName("FD-26: claims and releases work at a full queue while URG and WINCH are claimed")
  void fullQueueAndBothClaimed() throws Exception {
    try (ChildJvm child = withRoomFor64()) {
      child.expect("ready");
      tell(child, "open RTMIN", "ok");
      tell(child, "open URG", "ok");
      tell(child, "open WINCH", "ok");
      tell(child, "open RTMIN+2", "ok");
      try (ChildProgram _ = flood(child)) {
        tell(child, "open RTMIN+1,USR1", "ok");
        awaitBlocked(child, true, Signal.RT1);
        tell(child, "close RTMIN+1,USR1", "ok");
        tell(child, "close RTMIN+2", "ok");
        awaitBlocked(child, false, Signal.RT1);
        awaitBlocked(child, false, Signal.RT2);
        tell(child, "take URG", "URG"); // one for those that may have come meanwhile
        tell(child, "take RTMIN", "RT0");
      }
    }
  }

  private static void awaitBlocked(ChildJvm child, boolean blocked, Signal signal)
      throws Exception {
    Eventually.until(
        signal + " blocked everywhere: " + blocked,
        () ->
            ProcFs.masks(child.pid()).values().stream()
                .allMatch(mask -> mask.get(signal.number()) == blocked));
  }

  private static void openAndCloseOthers(ChildJvm child) throws Exception {
    tell(child, "open RTMIN,USR1,TERM,QUIT", "ok");
    arrives(child, "RTMIN", "RTMIN,USR1,TERM,QUIT");
    tell(child, "close RTMIN,USR1,TERM,QUIT", "ok");
  }

  private static void arrives(ChildJvm child, String signal, String pipe) throws Exception {
    Peer.kill(signal, child.pid());
    tell(child, "take " + pipe, Signal.parse(signal).name());
    tell(child, "poll " + pipe, "null");
  }

  private static void tell(ChildJvm child, String command, String answer) throws Exception {
    child.send(command);
    child.expect(answer);
  }

  static final class OpenAndClose {
    @SuppressWarnings("restricted") // a library of C code has to be loaded somehow
    public static void main(String[] args) throws Exception {
      for (String library : args) {
        System.load(library);
      }
      Map<String, SelfPipe> pipes = new HashMap<>();
      System.out.println("ready");
      for (String line : Lines.in()) {
        String[] words = line.split(" ", 2);
        System.out.println(obey(words[0], words[1], pipes));
      }
    }

    private static String obey(String verb, String name, Map<String, SelfPipe> pipes)
        throws Exception {
      if (verb.equals("open")) {
        SignalSet signals = SignalSet.none();
        for (String signal : name.split(",", -1)) {
          signals = signals.with(Signal.parse(signal));
        }
        pipes.put(name, SelfPipe.open(signals));
        return "ok";
      }
      SelfPipe pipe = Objects.requireNonNull(pipes.get(name));
      return switch (verb) {
        case "take" -> pipe.take().signal().name();
        case "poll" -> name(pipe.poll());
        default -> {
          pipe.close();
          yield "ok";
        }
      };
    }

    private static String name(@Nullable SignalInfo info) {
      return info == null ? "null" : info.signal().name();
    }
  }
}
