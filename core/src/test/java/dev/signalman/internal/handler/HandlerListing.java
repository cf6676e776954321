package dev.signalman.internal.handler;

import dev.signalman.testkit.TargetMachine;
import java.nio.file.Path;

/// The handler code of each machine: its listing, and the assembly that it is from.
final class HandlerListing {
  private static final Path SOURCES =
      Path.of("src/main/java/dev/signalman/internal/handler").toAbsolutePath();

  private HandlerListing() {}

  static String of(TargetMachine machine) {
    return switch (machine) {
      case AMD64 -> Amd64Listing.TEXT;
      case AARCH64 -> Aarch64Listing.TEXT;
    };
  }

  static HandlerCode code(TargetMachine machine) {
    return HandlerCode.forArchitecture(machine.osArch());
  }

  static Path assembly(TargetMachine machine) {
    return SOURCES.resolve(machine.gnuName() + ".S");
  }
}
