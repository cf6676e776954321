package dev.signalman.lifecycle;

import static dev.signalman.lifecycle.Subject.line;
import static dev.signalman.lifecycle.Subject.say;

import java.util.concurrent.CountDownLatch;

/// A program without a lifecycle: what the VM does by itself.
final class Bare {
  private static final CountDownLatch HOOK_BEGUN = new CountDownLatch(1);

  private Bare() {}

  public static void main(String[] args) throws Exception {
    Runtime.getRuntime().addShutdownHook(new Thread(() -> hook(args[0]), "hook"));
    say("ready");
    if (args[0].equals("open")) {
      HOOK_BEGUN.await();
      Lifecycle life = Lifecycle.builder().open();
      life.stage("s").add("a", () -> say("never"));
      say("opened");
    }
    Thread.sleep(Long.MAX_VALUE);
  }

  private static void hook(String kind) {
    say("hook begun");
    HOOK_BEGUN.countDown();
    switch (kind) {
      case "line", "open" -> say("hook read " + line());
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
