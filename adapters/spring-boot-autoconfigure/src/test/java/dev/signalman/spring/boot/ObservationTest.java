package dev.signalman.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.Registration;
import dev.signalman.lifecycle.Lifecycle;
import dev.signalman.lifecycle.test.VirtualProcess;
import dev.signalman.micrometer.SignalmanMetrics;
import dev.signalman.observe.Observers;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class ObservationTest {
  private final ApplicationContextRunner runner =
      new ApplicationContextRunner()
          .withConfiguration(
              AutoConfigurations.of(
                  SignalmanAutoConfiguration.class, ObservationAutoConfiguration.class))
          .withBean(Lifecycle.class, () -> new VirtualProcess().open(Lifecycle.builder().quiet()));

  private ApplicationContextRunner attached() {
    return runner.withInitializer(context -> Attached.of(context, Settings.usual()));
  }

  @Test
  @DisplayName("SPRING-25 Micrometer and the Flight Recorder are picked up, and left at the end")
  void metersAndEventsAreThere() {
    MeterRegistry registry = new SimpleMeterRegistry();
    attached()
        .run(context -> {
          assertThat(context).hasSingleBean(SignalmanMetrics.class);
          assertThat(context).hasBean("signalmanJfrEvents");
          context.getBean(MeterBinder.class).bindTo(registry);
          assertThat(registry.find("signalman.children.active").gauge()).isNotNull();
          context.getBean(Lifecycle.class).stage("drain").add("all", () -> {});
          context.getBean(Lifecycle.class).stop("test");
          assertThat(registry.find("signalman.stop.stage").tag("stage", "drain").timer())
              .isNotNull();
        });
    assertThat(Observers.all()).isNull();
  }

  @Test
  @DisplayName("SPRING-26 without Micrometer, or where it is not wanted, there are no meters")
  void metersAreOptional() {
    attached()
        .withClassLoader(new FilteredClassLoader(MeterBinder.class))
        .run(context -> {
          assertThat(context).hasNotFailed().doesNotHaveBean(SignalmanMetrics.class);
          assertThat(context).hasBean("signalmanJfrEvents");
        });
    attached()
        .withClassLoader(new FilteredClassLoader(SignalmanMetrics.class))
        .run(context -> assertThat(context).hasNotFailed().hasBean("signalmanJfrEvents"));
    attached()
        .withPropertyValues("signalman.metrics.enabled=false", "signalman.jfr.enabled=false")
        .run(context ->
            assertThat(context)
                .hasNotFailed()
                .doesNotHaveBean(SignalmanMetrics.class)
                .doesNotHaveBean(Registration.class));
    runner.run(context -> assertThat(context).doesNotHaveBean(SignalmanMetrics.class));
    assertThat(Observers.all()).isNull();
  }
}
