package dev.signalman.signal;

import static dev.signalman.signal.Puppet.tell;

import dev.signalman.Ownership;
import dev.signalman.Signal;
import dev.signalman.testkit.ChildJvm;
import dev.signalman.testkit.Peer;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class EverySignalTest {
  @Test
  @DisplayName("DISP-03: every receivable signal calls its handler with its own number")
  void eachReachesItsHandler() throws Exception {
    try (ChildJvm child = ChildJvm.start(Puppet.class)) {
      child.expect("ready");
      String all =
          Stream.of(Signal.values())
              .filter(Ownership::receivable)
              .map(Signal::name)
              .collect(Collectors.joining(" "));
      tell(child, "handle h " + all, "ok");
      for (Signal signal : Signal.values()) {
        if (Ownership.receivable(signal)) {
          Peer.kill(Integer.toString(signal.number()), child.pid());
          child.expect("h " + signal.fullName());
        }
      }
      // And back: the VM's own are there again, and none of the others has stayed behind.
      tell(child, "close h", "closed");
      tell(child, "disposition USR2", "jvm");
      tell(child, "disposition RT30", "default");
      Peer.kill("TERM", child.pid());
      child.expect("hook");
      child.expectExit(128 + Signal.TERM.number());
    }
  }

  @Test
  @DisplayName("SIG-04: a handler registered under an alias gets the signal under its other name")
  void aliasesAreOneSignal() throws Exception {
    try (ChildJvm child = Puppet.start()) {
      for (Map.Entry<String, String> alias :
          Map.of("IOT", "ABRT", "CLD", "CHLD", "POLL", "IO").entrySet()) {
        tell(child, "handle h " + alias.getKey(), "ok");
        Peer.shKill(alias.getValue(), child.pid());
        child.expect("h SIG" + alias.getValue());
        tell(child, "disposition " + alias.getValue(), "h");
        tell(child, "close h", "closed");
      }
    }
  }
}
