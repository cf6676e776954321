package dev.signalman.examples.spring;

import dev.signalman.SignalInfo;
import dev.signalman.lifecycle.Lifecycle;
import dev.signalman.spring.ReloadEvent;
import dev.signalman.spring.SignalListener;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/// Takes orders on port 8080 and ships them in the background. TERM: no new orders; those that were
/// taken are shipped; then the beans are destroyed. HUP: `orders.properties` is read again. USR1:
/// tells how many were shipped.
@SpringBootApplication
@RestController
public class Orders {
  private static final Logger LOG = LoggerFactory.getLogger(Orders.class);

  private final ExecutorService shipping = Executors.newSingleThreadExecutor();
  private final AtomicInteger shipped = new AtomicInteger();
  private final Environment environment;

  /// The shipping ends after the context, whose web server may still take orders until then.
  Orders(Environment environment, Lifecycle life) {
    this.environment = environment;
    life.stage("shipping").after("spring").add("orders", shipping);
  }

  /// Starts it.
  public static void main(String[] args) {
    SpringApplication.run(Orders.class, args);
  }

  @GetMapping("/order")
  String order() {
    shipping.execute(() -> LOG.info("shipped {}", shipped.incrementAndGet()));
    return environment.getRequiredProperty("greeting") + " taken";
  }

  @SignalListener("USR1")
  void report(SignalInfo info) {
    LOG.info("{} shipped so far, {} asked", shipped, info);
  }

  @EventListener
  void reloaded(ReloadEvent event) {
    LOG.info("new values of {}", event.changedKeys());
  }
}
