package dev.signalman.lifecycle;

import static dev.signalman.lifecycle.Subject.line;
import static dev.signalman.lifecycle.Subject.say;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.ReentrantLock;

/// What tasks and hooks of [Subject] do.
final class Kinds {
  private static final CountDownLatch RELEASED = new CountDownLatch(1);
  private static final Thread LAST = new Thread(() -> await(RELEASED), "last");

  private final Lifecycle life;
  private final Object monitor = new Object();
  private final ReentrantLock lock = new ReentrantLock();

  Kinds(Lifecycle life) {
    this.life = life;
  }

  AutoCloseable task(String kind, String name) {
    AutoCloseable body =
        switch (kind) {
          case "print" -> () -> {};
          case "wait" -> () -> waitForEver(new Object());
          case "monitor" -> {
            holdMonitor();
            yield () -> {
              synchronized (monitor) {
                say("never");
              }
            };
          }
          case "lock" -> {
            holdLock();
            yield () -> {
              lock.lock();
              say("never");
            };
          }
          case "read" -> Kinds::read;
          case "loop" -> Kinds::loop;
          case "line" -> () -> say("read " + line());
          case "throw" ->
              () -> {
                throw new IOException("disk full");
              };
          case "exit" -> () -> System.exit(9);
          case "release" -> Kinds::endLastThread;
          case "oom" -> Kinds::fillMemory;
          case "await" -> () -> life.await();
          case "close" -> () -> life.close();
          case "stop" -> () -> life.stop("a task");
          case "register" -> () -> life.stage("s").add("more", () -> {});
          default -> throw new IllegalArgumentException(kind);
        };
    return () -> {
      say(name + " begun in " + Thread.currentThread().getName());
      try {
        body.close();
      } catch (InterruptedException e) {
        say(name + " interrupted");
        throw e;
      } catch (Exception e) {
        say(name + " threw " + e);
        throw e;
      }
      say(name + " ended");
    };
  }

  Runnable hook(String kind) {
    return switch (kind) {
      case "print" -> () -> say("hook");
      case "line" -> Kinds::readLine;
      case "hang" -> Kinds::hang;
      case "other-exits" ->
          () -> {
            new Thread(() -> System.exit(9), "exits").start();
            readLine();
          };
      case "exit" -> () -> System.exit(5);
      case "halt" -> () -> Runtime.getRuntime().halt(7);
      default -> throw new IllegalArgumentException(kind);
    };
  }

  private static void readLine() {
    say("hook begun");
    say("hook read " + line());
  }

  private static void hang() {
    try {
      waitForEver(new Object());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Keeps the VM alive after the end of main.
  static void startLastThread() {
    LAST.start();
  }

  private static void endLastThread() throws InterruptedException {
    RELEASED.countDown();
    LAST.join();
  }

  private static void waitForEver(Object object) throws InterruptedException {
    synchronized (object) {
      while (true) {
        object.wait();
      }
    }
  }

  private void holdMonitor() {
    CountDownLatch held = new CountDownLatch(1);
    daemon(
        "owner-of-monitor",
        () -> {
          synchronized (monitor) {
            held.countDown();
            hang();
          }
        });
    await(held);
  }

  private void holdLock() {
    CountDownLatch held = new CountDownLatch(1);
    daemon(
        "owner-of-lock",
        () -> {
          lock.lock();
          held.countDown();
          hang();
        });
    await(held);
  }

  private static void daemon(String name, Runnable body) {
    Thread thread = new Thread(body, name);
    thread.setDaemon(true);
    thread.start();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void read() throws IOException {
    // The test writes nothing to the pipe.
    int first = new FileInputStream(FileDescriptor.in).read();
    say("read " + first);
  }

  static void loop() {
    while (true) {
      Thread.onSpinWait();
    }
  }

  static void fillMemory() {
    List<byte[]> all = new ArrayList<>();
    while (true) {
      all.add(new byte[(1 << 20) + all.size() % 2]);
    }
  }
}
