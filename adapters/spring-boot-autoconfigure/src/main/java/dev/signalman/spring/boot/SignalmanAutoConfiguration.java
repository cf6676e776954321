package dev.signalman.spring.boot;

import dev.signalman.lifecycle.Lifecycle;
import java.time.Duration;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.boot.autoconfigure.context.LifecycleAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.support.AbstractApplicationContext;
import org.springframework.context.support.DefaultLifecycleProcessor;
import org.springframework.core.env.Environment;

/// The beans of an application whose signals are taken.
@AutoConfiguration(before = LifecycleAutoConfiguration.class)
@ConditionalOnBean(Attached.class)
@EnableConfigurationProperties(SignalmanProperties.class)
final class SignalmanAutoConfiguration {
  private static final Duration USUAL_PHASE = Duration.ofSeconds(30);

  SignalmanAutoConfiguration() {}

  /// Closed by nobody: the stop of the application closes the context, and not the other way round.
  @Bean(destroyMethod = "")
  @ConditionalOnMissingBean
  Lifecycle signalmanLifecycle(Attached attached) {
    return VmLifecycle.THIS.settle(attached.settings());
  }

  /// A phase ends before the deadline, so that the beans after it are still stopped and destroyed.
  @Bean(AbstractApplicationContext.LIFECYCLE_PROCESSOR_BEAN_NAME)
  @ConditionalOnMissingBean(
      name = AbstractApplicationContext.LIFECYCLE_PROCESSOR_BEAN_NAME,
      search = SearchStrategy.CURRENT)
  DefaultLifecycleProcessor lifecycleProcessor(Attached attached, Environment environment) {
    Duration phase =
        Binder.get(environment)
            .bind("spring.lifecycle.timeout-per-shutdown-phase", Duration.class)
            .orElse(USUAL_PHASE);
    Duration longest = attached.settings().longestPhase();
    return new WatchedLifecycleProcessor(
        attached.stops(), phase.compareTo(longest) < 0 ? phase : longest);
  }
}
