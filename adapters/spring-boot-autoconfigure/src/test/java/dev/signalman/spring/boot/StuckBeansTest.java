package dev.signalman.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.testkit.Eventually;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.support.AbstractApplicationContext;

class StuckBeansTest {
  /// Its work is done in a thread of another bean, as by a web server.
  static final class Server implements SmartLifecycle {
    private final CountDownLatch requestDone;
    private final CountDownLatch asked = new CountDownLatch(1);
    private volatile boolean running;

    Server(CountDownLatch requestDone) {
      this.requestDone = requestDone;
    }

    @Override
    public void start() {
      running = true;
    }

    @Override
    public void stop() {
      running = false;
    }

    @Override
    public void stop(Runnable callback) {
      running = false;
      asked.countDown();
      Thread.ofVirtual()
          .start(() -> {
            awaitQuietly(requestDone);
            callback.run();
          });
    }

    @Override
    public boolean isRunning() {
      return running;
    }
  }

  static final class Pages {
    void serve(CountDownLatch begun, CountDownLatch done) {
      begun.countDown();
      awaitQuietly(done);
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean isInCodeOf(Class<?> bean, Thread thread) {
    return Arrays.stream(thread.getStackTrace())
        .anyMatch(frame -> frame.getClassName().startsWith(bean.getName()));
  }

  @Test
  @DisplayName(
      "SPRING-04 a phase that waits names its bean, and the threads in beans of the application")
  void aWaitingPhaseShowsTheRequests() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch done = new CountDownLatch(1);
    BeanStops stops = new BeanStops();
    AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
    Server server = new Server(done);
    Pages pages = new Pages();
    context.registerBean("server", Server.class, () -> server);
    context.registerBean("pages", Pages.class, () -> pages);
    context.registerBean(
        AbstractApplicationContext.LIFECYCLE_PROCESSOR_BEAN_NAME,
        WatchedLifecycleProcessor.class,
        () -> new WatchedLifecycleProcessor(stops, Duration.ofMinutes(1)));
    context.refresh();
    Thread request = Thread.ofPlatform().name("request-1").start(() -> pages.serve(begun, done));
    begun.await();
    Thread closer = Thread.ofPlatform().name("closer").start(context::close);
    server.asked.await();
    Eventually.until("the thread has left the bean", () -> !isInCodeOf(Server.class, closer));

    List<String> lines = StuckBeans.describe(context, stops, true);
    assertThat(lines).hasSize(1);
    assertThat(lines.getFirst())
        .startsWith("bean server (" + Server.class.getName() + ") holds the stop up")
        .contains("thread request-1 ", "StuckBeansTest$Pages.serve");
    assertThat(StuckBeans.describe(context, stops, false).getFirst()).doesNotContain("thread");
    done.countDown();
    closer.join();
    request.join();
    assertThat(StuckBeans.describe(context, stops, true)).isEmpty();
  }
}
