package dev.signalman.spring.boot;

import dev.signalman.Registration;
import dev.signalman.jfr.JfrEvents;
import dev.signalman.micrometer.SignalmanMetrics;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Meters and events of an application whose signals are taken, where Micrometer and the Flight
/// Recorder are.
@AutoConfiguration(after = SignalmanAutoConfiguration.class)
@ConditionalOnBean(Attached.class)
final class ObservationAutoConfiguration {
  ObservationAutoConfiguration() {}

  /// Spring Boot binds it to the registries of the application.
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass({MeterBinder.class, SignalmanMetrics.class})
  @ConditionalOnProperty(name = "signalman.metrics.enabled", matchIfMissing = true)
  static final class Meters {
    Meters() {}

    @Bean(destroyMethod = "close")
    @ConditionalOnMissingBean
    SignalmanMetrics signalmanMetrics() {
      return new SignalmanMetrics();
    }
  }

  /// For recordings that run or are started later.
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(name = "jdk.jfr.Event")
  @ConditionalOnProperty(name = "signalman.jfr.enabled", matchIfMissing = true)
  static final class Events {
    Events() {}

    @Bean(destroyMethod = "close")
    @ConditionalOnMissingBean(name = "signalmanJfrEvents")
    Registration signalmanJfrEvents() {
      return JfrEvents.open();
    }
  }
}
