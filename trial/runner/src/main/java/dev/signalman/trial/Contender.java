package dev.signalman.trial;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// One way to stop.
///
/// @param name in tables
/// @param module the folder of its module, beside that of the runner
/// @param main its class
/// @param options of its VM
record Contender(String name, String module, String main, List<String> options) {
  /// All that bring the service to the same end, in the order of the tables.
  static List<Contender> all() {
    return List.of(lifecycle(), spring(), pekko(), hook());
  }

  /// The same, and Spring Boot in a second way: a time limit holds only there.
  static List<Contender> hanging() {
    return List.of(lifecycle(), spring(), springWithPhase(), pekko(), hook());
  }

  private static Contender lifecycle() {
    return new Contender(
        "Lifecycle",
        "lifecycle",
        "dev.signalman.trial.lifecycle.LifecycleService",
        List.of("--enable-native-access=ALL-UNNAMED"));
  }

  private static Contender spring() {
    return new Contender(
        "Spring Boot", "spring", "dev.signalman.trial.spring.SpringService", List.of());
  }

  private static Contender springWithPhase() {
    return new Contender(
        "Spring Boot, cache in a phase",
        "spring",
        "dev.signalman.trial.spring.SpringService",
        List.of("-Dphase=true"));
  }

  private static Contender pekko() {
    return new Contender("Pekko", "pekko", "dev.signalman.trial.pekko.PekkoService", List.of());
  }

  private static Contender hook() {
    return new Contender("plain hook", "hook", "dev.signalman.trial.hook.HookService", List.of());
  }

  /// What Maven has written for it.
  String classPath() throws IOException {
    Path target = Path.of("..", module, "target");
    return target.resolve("classes") + ":" + Files.readString(target.resolve("classpath")).strip();
  }
}
