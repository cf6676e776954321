package dev.signalman.vertx;

import io.vertx.core.Vertx;
import java.util.concurrent.RejectedExecutionException;

/// Whether a Vert.x still takes tasks.
final class Running {
  private Running() {}

  static boolean is(Vertx vertx) {
    try {
      vertx.getOrCreateContext().runOnContext(_ -> {});
      return true;
    } catch (RejectedExecutionException _) {
      return false;
    }
  }

  static void require(Vertx vertx, String purpose, String wayOut) {
    if (!is(vertx)) {
      throw new IllegalStateException(
          "signalman-vertx: " + purpose + ": this Vert.x was closed; " + wayOut);
    }
  }
}
