package dev.signalman.trial.spring;

import dev.signalman.trial.service.Database;
import dev.signalman.trial.service.LastLines;
import dev.signalman.trial.service.Pages;
import dev.signalman.trial.service.Setup;
import dev.signalman.trial.service.Worker;
import java.io.IOException;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

/// The web server drains first, by the default phases; then the worker stops, which is a
/// SmartLifecycle; then beans are destroyed, each before those that it was made from.
@SpringBootApplication
public class SpringService {
  /// Starts it.
  public static void main(String[] args) {
    ConfigurableApplicationContext context = SpringApplication.run(SpringService.class, args);
    Setup.ready(context.getEnvironment().getRequiredProperty("local.server.port", Integer.class));
  }

  @Bean
  LastLines lastLines() {
    return new LastLines();
  }

  /// Is closed before the last lines.
  @Bean
  Database database(LastLines lines) throws IOException {
    return new Database();
  }

  @Bean
  Pages pages(Database database) {
    return new Pages(database);
  }

  @Bean
  WorkerBean worker(Database database) {
    return new WorkerBean(new Worker(database));
  }
}
