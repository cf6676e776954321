package dev.signalman.lifecycle;

import static dev.signalman.lifecycle.Subject.say;

import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LoggerContext;
import org.slf4j.LoggerFactory;

/// A program that logs something last: `jul`, `logback` or `log4j2`, in the last task of a
/// `lifecycle`, or in a `hook` of its own, once the logging system has run its hook.
final class Logs {
  private final Consumer<String> log;
  private final BooleanSupplier hasEnded;

  private Logs(Consumer<String> log, BooleanSupplier hasEnded) {
    this.log = log;
    this.hasEnded = hasEnded;
  }

  static Logs of(String system) {
    return switch (system) {
      case "jul" -> {
        Logger root = Logger.getLogger("");
        yield new Logs(text -> root.log(Level.SEVERE, text), () -> root.getHandlers().length == 0);
      }
      case "logback" -> {
        org.slf4j.Logger logger = LoggerFactory.getLogger(Logs.class);
        yield new Logs(logger::error, () -> true); // it has no hook
      }
      case "log4j2" -> {
        org.apache.logging.log4j.Logger logger = LogManager.getLogger(Logs.class);
        LoggerContext context = (LoggerContext) LogManager.getContext(false);
        yield new Logs(logger::error, context::isStopped);
      }
      default -> throw new IllegalArgumentException(system);
    };
  }

  public static void main(String[] args) throws Exception {
    Logs logs = of(args[0]);
    logs.log.accept("first words");
    if (args[1].equals("lifecycle")) {
      Lifecycle life = Lifecycle.builder().quiet().open();
      life.stage("work").add("log", () -> logs.log.accept("words of a task"));
      life.stage("last").after("work").add("log", () -> logs.log.accept("last words"));
      say("ready");
      life.await();
    } else {
      Runtime.getRuntime().addShutdownHook(new Thread(logs::hook, "hook"));
      say("ready");
      Thread.sleep(Long.MAX_VALUE);
    }
  }

  private void hook() {
    while (!hasEnded.getAsBoolean()) {
      Thread.onSpinWait();
    }
    log.accept("last words");
    say("the hook has logged");
  }
}
