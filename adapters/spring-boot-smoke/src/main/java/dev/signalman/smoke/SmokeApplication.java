package dev.signalman.smoke;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.EventListener;

/// The application. It prints `ready PORT`.
@SpringBootApplication
public class SmokeApplication {
  /// Starts it.
  public static void main(String[] args) {
    Told.begin();
    SpringApplication.run(SmokeApplication.class, args);
  }

  @EventListener
  void ready(ApplicationReadyEvent event) {
    ConfigurableApplicationContext context = event.getApplicationContext();
    System.out.println("ready " + context.getEnvironment().getProperty("local.server.port"));
  }
}
