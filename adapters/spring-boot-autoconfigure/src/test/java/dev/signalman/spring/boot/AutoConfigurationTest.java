package dev.signalman.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.Signal;
import dev.signalman.lifecycle.Lifecycle;
import dev.signalman.lifecycle.test.VirtualProcess;
import dev.signalman.signal.Disposition;
import dev.signalman.signal.Signals;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.context.LifecycleAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class AutoConfigurationTest {
  private final ApplicationContextRunner runner =
      new ApplicationContextRunner()
          .withConfiguration(
              AutoConfigurations.of(
                  SignalmanAutoConfiguration.class,
                  SignalmanEndpointAutoConfiguration.class,
                  LifecycleHealthAutoConfiguration.class,
                  LifecycleHealthOfBoot4AutoConfiguration.class,
                  VirtualLifecycleAutoConfiguration.class,
                  LifecycleAutoConfiguration.class));

  @Test
  @DisplayName(
      "SPRING-17 a context that no application starts claims nothing, and has a virtual lifecycle")
  void withoutAnApplicationNothingIsClaimed() {
    runner.run(context -> {
      assertThat(context).hasNotFailed().hasSingleBean(Lifecycle.class);
      assertThat(context).doesNotHaveBean(SignalmanEndpoint.class);
      assertThat(context).doesNotHaveBean("signalmanHealthIndicator");
      assertThat(Signals.disposition(Signal.TERM)).isInstanceOf(Disposition.Jvm.class);
      StringBuilder done = new StringBuilder();
      context.getBean(Lifecycle.class).stage("drain").add("all", () -> done.append("done"));
      VirtualProcess process = context.getBean(VirtualProcess.class);
      process.signal(Signal.TERM);
      assertThat(process.status()).isZero();
      assertThat(done).hasToString("done");
    });
  }

  @Test
  void withoutTheTestArtifactThereIsNoLifecycle() {
    runner
        .withClassLoader(new FilteredClassLoader(VirtualProcess.class))
        .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(Lifecycle.class));
  }

  @Test
  void anAttachedContextHasEverything() {
    Lifecycle own = new VirtualProcess().open(Lifecycle.builder().quiet());
    runner
        .withBean(Lifecycle.class, () -> own)
        .withPropertyValues("management.endpoints.web.exposure.include=*")
        .withInitializer(context -> Attached.of(context, Settings.usual()))
        .run(context -> {
          assertThat(context).hasNotFailed().hasSingleBean(LifecycleHealth.class);
          assertThat(context).doesNotHaveBean(LifecycleHealthOfBoot4.class);
          assertThat(context.getBean("lifecycleProcessor"))
              .isInstanceOf(WatchedLifecycleProcessor.class);
          assertThat(context.getBean(LifecycleHealth.class).health().getStatus().getCode())
              .isEqualTo("UP");
          own.stop("test");
          assertThat(context.getBean(LifecycleHealth.class).health().getStatus().getCode())
              .isEqualTo("OUT_OF_SERVICE");
        });
  }

  @Test
  @DisplayName("SPRING-18 the properties are described for editors")
  void metadataIsThere() throws IOException {
    try (InputStream in =
        SignalmanProperties.class.getResourceAsStream(
            "/META-INF/spring-configuration-metadata.json")) {
      assertThat(in).isNotNull();
      assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8))
          .contains(
              "\"signalman.enabled\"",
              "\"signalman.stop.on\"",
              "\"signalman.stop.deadline\"",
              "\"signalman.stop.drain-delay\"",
              "\"signalman.stop.exit-status\"",
              "\"signalman.reload.on\"",
              "\"signalman.systemd.enabled\"",
              "\"signalman.report.threads\"",
              "\"signalman.metrics.enabled\"",
              "\"signalman.jfr.enabled\"",
              "Longest time from the signal to the end of the process.");
    }
  }
}
