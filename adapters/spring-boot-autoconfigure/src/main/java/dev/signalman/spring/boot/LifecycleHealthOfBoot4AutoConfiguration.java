package dev.signalman.spring.boot;

import dev.signalman.lifecycle.Lifecycle;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;

/// The health of an application with Spring Boot 4.
@AutoConfiguration(after = SignalmanAutoConfiguration.class)
@ConditionalOnClass(name = "org.springframework.boot.health.contributor.HealthIndicator")
@ConditionalOnBean(Attached.class)
@ConditionalOnProperty(name = "management.health.signalman.enabled", matchIfMissing = true)
final class LifecycleHealthOfBoot4AutoConfiguration {
  LifecycleHealthOfBoot4AutoConfiguration() {}

  @Bean
  @ConditionalOnMissingBean(name = "signalmanHealthIndicator")
  LifecycleHealthOfBoot4 signalmanHealthIndicator(Lifecycle life) {
    return new LifecycleHealthOfBoot4(life);
  }
}
