package dev.signalman.lifecycle;

import static dev.signalman.lifecycle.Subject.line;
import static dev.signalman.lifecycle.Subject.say;

/// A program without a lifecycle: what the VM does by itself.
final class Bare {
  private Bare() {}

  public static void main(String[] args) throws Exception {
    Runtime.getRuntime().addShutdownHook(new Thread(() -> hook(args[0]), "hook"));
    say("ready");
    Thread.sleep(Long.MAX_VALUE);
  }

  private static void hook(String kind) {
    say("hook begun");
    switch (kind) {
      case "line" -> say("hook read " + line());
      case "other-thread-exits" -> {
        new Thread(() -> System.exit(9), "exits").start();
        say("hook read " + line());
      }
      case "halt" -> Runtime.getRuntime().halt(7);
      case "exit" -> {
        System.exit(5);
        say("never");
      }
      default -> throw new IllegalArgumentException(kind);
    }
  }
}
