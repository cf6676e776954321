package dev.signalman.smoke;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.ExitCodeGenerator;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Beans that some of the tests ask for.
@Configuration
class Troubles {
  @Bean
  @ConditionalOnProperty("trouble.exit-code")
  ExitCodeGenerator exitCode() {
    return () -> 7;
  }

  /// Is not destroyed before the test says so.
  @Bean
  @ConditionalOnProperty("trouble.stuck")
  SlowCache slowCache() {
    return new SlowCache();
  }

  /// Is not there before the test says so.
  @Bean
  @ConditionalOnProperty("trouble.start")
  Object slowStart() throws InterruptedException {
    System.out.println("starting");
    Told.await();
    return new Object();
  }

  static final class SlowCache implements DisposableBean {
    @Override
    public void destroy() throws InterruptedException {
      writeAll();
    }

    private void writeAll() throws InterruptedException {
      Told.await();
    }
  }
}
