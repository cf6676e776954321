package dev.signalman.smoke;

import org.springframework.core.env.Environment;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
class Pages {
  private final Environment environment;

  Pages(Environment environment) {
    this.environment = environment;
  }

  @GetMapping("/greeting")
  String greeting() {
    return environment.getRequiredProperty("greeting");
  }

  /// Is answered when the test says so.
  @GetMapping("/slow")
  String slow() throws InterruptedException {
    System.out.println("slow begun");
    Told.await();
    return "slow done";
  }

  @GetMapping("/exit")
  String exit() {
    // Not in the thread of the request, whose end the web server awaits.
    Thread _ = Thread.ofPlatform().name("leaving").start(() -> System.exit(3));
    return "leaving";
  }
}
