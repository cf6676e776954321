package dev.signalman.netty;

import dev.signalman.testkit.ChildJvm;
import java.io.IOException;
import java.nio.file.Path;

/// Starts programs of the tests with several versions of Netty.
final class Netties {
  private Netties() {}

  /// Which Netty.
  enum Netty {
    /// The one of this build.
    USUAL,

    /// The oldest that is supported.
    OLDEST;

    ChildJvm start(Class<?> program, String... args) throws IOException {
      ChildJvm.Builder vm =
          ChildJvm.of(program).args(args).vm("--sun-misc-unsafe-memory-access=allow");
      return (this == USUAL ? vm : vm.replaceJars("netty-.*", Path.of("target", "netty-oldest")))
          .start();
    }
  }
}
