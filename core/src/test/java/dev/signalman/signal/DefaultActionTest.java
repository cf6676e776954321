package dev.signalman.signal;

import static dev.signalman.signal.Puppet.tell;

import dev.signalman.Ownership;
import dev.signalman.Signal;
import dev.signalman.testkit.CProgram;
import dev.signalman.testkit.ChildJvm;
import dev.signalman.testkit.Eventually;
import dev.signalman.testkit.Peer;
import dev.signalman.testkit.ProcFs;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The kernel's own actions, as the parent of the VM sees them: `java.lang.Process` cannot tell an
/// exit with 143 from a death by TERM.
class DefaultActionTest {
  /// A VM under a witness that tells what wait(2) reports.
  private record Witnessed(ChildJvm witness, int pid) implements AutoCloseable {
    static Witnessed start() throws Exception {
      String program = CProgram.compile(DefaultActionTest.class, "/c/witness.c").path().toString();
      ChildJvm witness =
          ChildJvm.of(Puppet.class).prefix("prlimit", "--core=0").prefix(program).start();
      String first = witness.line();
      if (!first.startsWith("pid ")) {
        throw witness.failure("expected the pid of the VM");
      }
      witness.expect("ready");
      return new Witnessed(witness, Integer.parseInt(first.substring("pid ".length())));
    }

    void kill(Signal signal) throws Exception {
      Peer.kill(Integer.toString(signal.number()), pid);
    }

    @Override
    public void close() {
      if (witness.process().isAlive()) { // and so has not waited for the VM: the pid is still its
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
      }
      witness.close();
    }
  }

  @Test
  @DisplayName("DISP-01, DISP-23: a handler that closes itself runs once, and the next USR1 kills")
  void onceTheHandlerIsGoneTheDefaultKills() throws Exception {
    try (Witnessed vm = Witnessed.start()) {
      tell(vm.witness(), "once h USR1", "ok");
      vm.kill(Signal.USR1);
      vm.witness().expect("h SIGUSR1", "h closed");
      tell(vm.witness(), "disposition USR1", "default");
      vm.kill(Signal.USR1);
      vm.witness().expect("killed 10");
    }
  }

  @ParameterizedTest(name = "DISP-27: {0} with its default action ends the process as {0}")
  @EnumSource(
      names = {
        "HUP", "INT", "TRAP", "ABRT", "USR1", "ALRM", "TERM", "STKFLT", "XCPU", "VTALRM", "PROF",
        "IO", "PWR", "SYS", "RT0", "RT30"
      })
  void fatalSignalsKill(Signal signal) throws Exception {
    try (Witnessed vm = Witnessed.start()) {
      tell(vm.witness(), "handle h " + signal, "ok");
      tell(vm.witness(), "default " + signal, "h");
      vm.kill(signal);
      vm.witness().expect("killed " + signal.number());
    }
  }

  @Test
  @DisplayName(
      "DISP-27: stop signals with their default action stop the process, and CONT continues it")
  void stopSignalsStop() throws Exception {
    try (Witnessed vm = Witnessed.start()) {
      for (Signal signal : List.of(Signal.TSTP, Signal.TTIN, Signal.TTOU, Signal.STOP)) {
        if (Ownership.receivable(signal)) {
          tell(vm.witness(), "default " + signal, "default");
        }
        vm.kill(signal);
        vm.witness().expect("stopped " + signal.number());
        Eventually.until("stopped", () -> ProcFs.process(vm.pid()).state() == 'T');
        vm.kill(Signal.CONT);
        vm.witness().expect("continued");
      }
    }
  }

  @Test
  @DisplayName("DISP-27: signals that the VM needs cannot be set to their default")
  void machineryKeepsItsHandlers() throws Exception {
    try (ChildJvm child = Puppet.start()) {
      for (String signal :
          List.of("QUIT", "ILL", "BUS", "FPE", "SEGV", "USR2", "PIPE", "XFSZ", "RT28")) {
        tell(child, "default " + signal, "ReservedSignalException");
      }
    }
  }
}
