package dev.signalman.trial.spring;

import dev.signalman.trial.service.Cache;
import dev.signalman.trial.service.Database;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// As most programs have it: a bean, which Spring closes because it has a method `close`.
@Configuration
@ConditionalOnProperty(name = "phase", havingValue = "false", matchIfMissing = true)
class CacheAsBean {
  @Bean
  Cache cache(Database database) throws InterruptedException {
    return new Cache();
  }
}
