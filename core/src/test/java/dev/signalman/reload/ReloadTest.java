package dev.signalman.reload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.testkit.ChildJvm;
import dev.signalman.testkit.StressRun;
import dev.signalman.testkit.StressTest;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Class loaders that use the library and are dropped, as containers of plug-ins do: ten of them in
/// every build, a hundred in a long run. One that stays is found either way; a hundred also fill
/// the room that the VM has for classes.
@StressTest
class ReloadTest {
  private static final int ROUNDS = StressRun.count(10, 100);

  @Test
  @DisplayName(
      "JVM-17: a class loader with its own copy of the library is unloaded and leaves nothing")
  void libraryOfItsOwn(@TempDir Path folder) throws Exception {
    reload(folder, "own");
  }

  @Test
  @DisplayName(
      "JVM-18: plug-ins that share the library of a parent loader are unloaded, also together")
  void libraryInTheParent(@TempDir Path folder) throws Exception {
    reload(folder, "parent");
  }

  private static void reload(Path folder, String whoseLibrary) throws Exception {
    try (ChildJvm child =
        ChildJvm.of(ReloadProgram.class)
            .jar(folder)
            .vm("-XX:MaxMetaspaceSize=80m")
            .args(whoseLibrary, Integer.toString(ROUNDS))
            .limit(Duration.ofMinutes(5))
            .start()) {
      child.expect("ready", "warm");
      for (int round = 1; round <= ROUNDS; round++) {
        child.expect("round " + round);
      }
      child.expect("nothing has grown", "works still");
      child.expectExit(0);
    }
  }

  @Test
  @DisplayName("JVM-19: a plug-in that forgets close() keeps its loader and its signals")
  void forgotten() throws Exception {
    try (ChildJvm child = ChildJvm.of(ForgottenProgram.class).start()) {
      child.expect("ready", "kept: true true");
      assertThat(child.line()).contains("SIGRTMIN", "another copy of Signalman");
      child.expect("SIGRTMIN+2 already belongs to SelfPipe [RT2]; close that first");
      child.expect("a plug-in handles RT3", "one is gone", "SelfPipe [RT2]");
      child.expectExit(0);
    }
  }
}
