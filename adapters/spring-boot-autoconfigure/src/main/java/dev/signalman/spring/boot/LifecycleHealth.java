package dev.signalman.spring.boot;

import dev.signalman.lifecycle.Lifecycle;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;

/// For Spring Boot 3: out of service as soon as the application has been asked to stop.
final class LifecycleHealth implements HealthIndicator {
  private final Lifecycle life;

  LifecycleHealth(Lifecycle life) {
    this.life = life;
  }

  @Override
  public Health health() {
    Health.Builder health = VmLifecycle.stops(life) ? Health.outOfService() : Health.up();
    return health.withDetail("readiness", life.readiness().state().name()).build();
  }
}
