package dev.signalman.internal.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.Signal;
import dev.signalman.SignalSet;
import dev.signalman.io.Pipe;
import dev.signalman.posix.Memory;
import dev.signalman.process.Child;
import dev.signalman.process.Spawn;
import dev.signalman.signal.SelfPipe;
import dev.signalman.signal.Signals;
import dev.signalman.testkit.ChildJvm;
import dev.signalman.time.Deadline;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.ByteBuffer;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class DaemonThreadTest {
  @Test
  @DisplayName("LIFE-01: an error in a task does not end a shared thread")
  void nothingEndsOneThatLastsButItself() throws Exception {
    AtomicInteger turns = new AtomicInteger();
    BlockingQueue<Throwable> reported = new LinkedBlockingQueue<>();
    List<Throwable> thrown = List.of(new AssertionError("one"), new IllegalStateException("two"));
    Thread thread =
        DaemonThread.lasting(
            "lasting",
            () -> {
              int turn = turns.getAndIncrement();
              if (turn < thrown.size()) {
                sneak(thrown.get(turn));
              }
              if (turn == thrown.size()) {
                throw new InterruptedException();
              }
              return turn < 5;
            });
    thread.setUncaughtExceptionHandler((_, e) -> reported.add(e));
    assertThat(thread.isDaemon()).isTrue();
    thread.start();
    thread.join();
    assertThat(turns).hasValue(6);
    assertThat(reported).containsExactlyElementsOf(thrown);
  }

  @Test
  @DisplayName("LIFE-01: nor does one in a thread that can load no more classes")
  void whatReportsIsLoadedBefore() throws Exception {
    BlockingQueue<String> reported = new LinkedBlockingQueue<>();
    Thread thread;
    try (URLClassLoader loader = withLibrary()) {
      Class<?> turn = loader.loadClass(DaemonThread.Turn.class.getName());
      AtomicInteger turns = new AtomicInteger();
      Object body =
          Proxy.newProxyInstance(
              loader,
              new Class<?>[] {turn},
              (_, _, _) -> {
                if (turns.getAndIncrement() == 0) {
                  throw new AssertionError("the first turn");
                }
                return false;
              });
      thread =
          (Thread)
              loader
                  .loadClass(DaemonThread.class.getName())
                  .getMethod("lasting", String.class, turn)
                  .invoke(null, "lasting", body);
    }
    thread.setUncaughtExceptionHandler((_, e) -> reported.add(e.toString()));
    thread.start();
    thread.join();
    assertThat(reported).containsExactly("java.lang.AssertionError: the first turn");
  }

  private static URLClassLoader withLibrary() throws IOException {
    List<URL> path = new ArrayList<>();
    for (Class<?> type : List.of(DaemonThread.class, Memory.class)) {
      path.add(type.getProtectionDomain().getCodeSource().getLocation());
    }
    // The platform's loader as parent would find this program's own classes: they are modules.
    return new URLClassLoader(path.toArray(URL[]::new), null);
  }

  @SuppressWarnings("unchecked")
  private static <E extends Throwable> void sneak(Throwable thrown) throws E {
    throw (E) thrown;
  }

  /// All threads of this library, each started by one that has something to pass on.
  @Test
  @DisplayName("LIFE-02: no thread keeps the state of its first caller")
  void noThreadKeepsWhatItsFirstCallerHad() throws Exception {
    try (ChildJvm jvm = ChildJvm.start(Everything.class)) {
      jvm.expect(
          "signalman-deadlines clean",
          "signalman-handler clean",
          "signalman-linger clean",
          "signalman-orphans clean",
          "signalman-reader clean",
          "signalman-reaper clean",
          "signalman-selector-waker clean",
          "signalman-spawn clean",
          "signalman-wait clean");
      jvm.expectExit(0);
    }
  }

  static final class Everything {
    private Everything() {}

    private static final InheritableThreadLocal<String> PASSED_ON =
        new InheritableThreadLocal<>() {
          @Override
          protected String childValue(String parent) {
            // Threads of the JDK may: those of its common pool, say.
            StackWalker.getInstance()
                .forEach(frame -> {
                  if (frame.getClassName().equals(DaemonThread.class.getName())) {
                    System.out.println("inherited by a thread of this library");
                  }
                });
            return parent;
          }
        };

    public static void main(String[] args) throws Exception {
      ClassLoader loader = new URLClassLoader(new URL[0]);
      ThreadGroup group = new ThreadGroup("of a plug-in");
      Thread first = new Thread(group, Everything::useAll);
      first.setContextClassLoader(loader);
      first.start();
      first.join();
      Thread.getAllStackTraces().keySet().stream()
          .filter(thread -> thread.getName().startsWith("signalman-"))
          .map(thread ->
              thread.getName()
                  + (loader.equals(thread.getContextClassLoader())
                          || group.equals(thread.getThreadGroup())
                      ? " dirty"
                      : " clean"))
          .sorted()
          .forEach(System.out::println);
      System.exit(0);
    }

    private static void useAll() {
      PASSED_ON.set("secret");
      try {
        dev.signalman.process.Orphans.adopt();
        CountDownLatch handled = new CountDownLatch(1);
        Signals.handle(Signal.RT5, _ -> handled.countDown());
        Signals.raise(Signal.RT5);
        handled.await();
        SelfPipe.open(SignalSet.of(Signal.RT6)).wakeup(Selector.open());
        Child child = Spawn.of("true").start();
        child.waitFor();
        Deadline.after(Duration.ofHours(1));
        Pipe pipe = Pipe.open();
        CountDownLatch read = new CountDownLatch(1);
        Thread.Builder virtual = Thread.ofVirtual().inheritInheritableThreadLocals(false);
        virtual.start(() -> {
          try {
            read.countDown();
            pipe.readEnd().read(ByteBuffer.allocate(1));
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
        read.await();
        while (Thread.getAllStackTraces().keySet().stream()
            .noneMatch(thread -> thread.getName().startsWith("signalman-wait"))) {
          Thread.onSpinWait();
        }
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
