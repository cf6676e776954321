package dev.signalman.spring.boot;

import dev.signalman.lifecycle.Lifecycle;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/// The endpoint of an application that has Actuator.
@AutoConfiguration(after = SignalmanAutoConfiguration.class)
@ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
@ConditionalOnBean(Attached.class)
final class SignalmanEndpointAutoConfiguration {
  SignalmanEndpointAutoConfiguration() {}

  @Bean
  @ConditionalOnMissingBean
  @ConditionalOnAvailableEndpoint
  SignalmanEndpoint signalmanEndpoint(Lifecycle life, Attached attached) {
    return new SignalmanEndpoint(life, attached);
  }
}
