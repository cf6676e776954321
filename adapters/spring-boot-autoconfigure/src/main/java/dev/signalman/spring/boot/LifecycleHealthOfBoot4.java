package dev.signalman.spring.boot;

import dev.signalman.lifecycle.Lifecycle;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/// For Spring Boot 4, where the types have moved: the same as [LifecycleHealth].
final class LifecycleHealthOfBoot4 implements HealthIndicator {
  private final Lifecycle life;

  LifecycleHealthOfBoot4(Lifecycle life) {
    this.life = life;
  }

  @Override
  public Health health() {
    Health.Builder health = VmLifecycle.stops(life) ? Health.outOfService() : Health.up();
    return health.withDetail("readiness", life.readiness().state().name()).build();
  }
}
