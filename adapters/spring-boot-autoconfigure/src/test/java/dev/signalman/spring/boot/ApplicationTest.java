package dev.signalman.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalman.Signal;
import dev.signalman.lifecycle.Lifecycle;
import dev.signalman.lifecycle.test.VirtualProcess;
import dev.signalman.signal.Disposition;
import dev.signalman.signal.Signals;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.Banner;
import org.springframework.boot.ExitCodeGenerator;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.context.LifecycleAutoConfiguration;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;

/// Applications in a process that does not exist: they are tests, so they have to ask for signals.
class ApplicationTest {
  private static final String ASKED = "--signalman.enabled=true";

  @Configuration(proxyBeanMethods = false)
  @ImportAutoConfiguration({
    SignalmanAutoConfiguration.class,
    VirtualLifecycleAutoConfiguration.class,
    LifecycleAutoConfiguration.class
  })
  static class App {
    final List<String> told = new ArrayList<>();

    @Bean
    DisposableBean first() {
      return () -> told.add("first destroyed");
    }

    @Bean
    DisposableBean second(DisposableBean first) {
      return () -> told.add("second destroyed");
    }

    @EventListener
    void changed(AvailabilityChangeEvent<ReadinessState> event) {
      told.add(event.getState().name());
    }
  }

  static class Status {
    @Bean
    ExitCodeGenerator exitCode() {
      return () -> 42;
    }
  }

  static class Broken {
    @Bean
    Object broken() {
      throw new IllegalStateException("broken");
    }
  }

  @AfterEach
  void forgetTheProcess() {
    VmLifecycle.THIS.forget();
  }

  private static ConfigurableApplicationContext run(Class<?>[] sources, String... arguments) {
    SpringApplication application = new SpringApplication(sources);
    application.setWebApplicationType(WebApplicationType.NONE);
    application.setLogStartupInfo(false);
    application.setBannerMode(Banner.Mode.OFF);
    return application.run(arguments);
  }

  private static ConfigurableApplicationContext run(
      VirtualProcess process, Class<?>[] sources, String... arguments) throws Exception {
    List<ConfigurableApplicationContext> contexts = new ArrayList<>();
    Lifecycle _ =
        process.open(() -> {
          ConfigurableApplicationContext context = run(sources, arguments);
          contexts.add(context);
          return context.getBean(Lifecycle.class);
        });
    return contexts.getFirst();
  }

  @Test
  @DisplayName("SPRING-17 an application in a test claims nothing unless it asks for it")
  void nothingIsClaimedInATest() {
    try (ConfigurableApplicationContext context = run(new Class<?>[] {App.class})) {
      assertThat(context.getBeansOfType(Attached.class)).isEmpty();
      assertThat(context.getBean(Lifecycle.class)).isNotNull();
      assertThat(Signals.disposition(Signal.TERM)).isInstanceOf(Disposition.Jvm.class);
    }
  }

  @Test
  @DisplayName(
      "SPRING-02 SPRING-03 TERM makes it unready, closes it, and its beans choose the status")
  void aSignalClosesTheContext() throws Exception {
    VirtualProcess process = new VirtualProcess();
    Class<?>[] sources = {App.class, Status.class};
    ConfigurableApplicationContext context = run(process, sources, ASKED);
    App app = context.getBean(App.class);
    assertThat(app.told).containsExactly("ACCEPTING_TRAFFIC");
    process.signal(Signal.TERM);
    assertThat(process.status()).isEqualTo(42);
    assertThat(context.isActive()).isFalse();
    assertThat(app.told)
        .containsSubsequence("ACCEPTING_TRAFFIC", "REFUSING_TRAFFIC")
        .containsSubsequence("second destroyed", "first destroyed");
  }

  @Test
  @DisplayName("SPRING-19 the exit status can tell the signal")
  void theStatusTellsTheSignal() throws Exception {
    VirtualProcess process = new VirtualProcess();
    Class<?>[] sources = {App.class};
    ConfigurableApplicationContext context =
        run(process, sources, ASKED, "--signalman.stop.exit-status=signal");
    process.signal(Signal.TERM);
    assertThat(process.status()).isEqualTo(143);
    assertThat(context.isActive()).isFalse();
  }

  @Test
  @DisplayName(
      "SPRING-20 a second application shares the lifecycle; the last close gives the signals back")
  void twoApplicationsShareOneLifecycle() throws Exception {
    VirtualProcess process = new VirtualProcess();
    Class<?>[] sources = {App.class};
    ConfigurableApplicationContext one = run(process, sources, ASKED);
    ConfigurableApplicationContext two = run(sources, ASKED);
    Lifecycle life = one.getBean(Lifecycle.class);
    assertThat(two.getBean(Lifecycle.class)).isSameAs(life);
    one.close();
    assertThat(life.readiness().isReady()).isTrue();
    two.close();
    assertThat(life.await().clean()).isTrue();
    assertThat(process.hasEnded()).isFalse();

    VirtualProcess next = new VirtualProcess();
    try (ConfigurableApplicationContext again = run(next, sources, ASKED)) {
      assertThat(again.getBean(Lifecycle.class)).isNotSameAs(life);
    }
  }

  @Test
  @DisplayName("SPRING-21 a start that fails gives the signals back, and throws what Spring throws")
  void aFailedStartGivesTheSignalsBack() throws Exception {
    VirtualProcess process = new VirtualProcess();
    Class<?>[] sources = {App.class, Broken.class};
    assertThatThrownBy(() -> run(process, sources, ASKED)).rootCause().hasMessage("broken");
    VirtualProcess next = new VirtualProcess();
    Class<?>[] good = {App.class};
    try (ConfigurableApplicationContext again = run(next, good, ASKED)) {
      assertThat(again.isActive()).isTrue();
    }
  }

  @Test
  @DisplayName(
      "SPRING-13 a property with a wrong signal ends the start, naming property and way out")
  void wrongPropertiesAreRefused() {
    Class<?>[] sources = {App.class};
    assertThatThrownBy(() -> run(sources, ASKED, "--signalman.stop.on=TERM,QUITE"))
        .isInstanceOf(StartRefusedException.class)
        .message()
        .contains("signalman.stop.on", "\"QUITE\"", "signalman.stop.on=TERM,INT");
    assertThatThrownBy(() -> run(sources, ASKED, "--signalman.stop.drain-delay=30s"))
        .message()
        .contains("the drain delay of 30 s leaves no time");
  }
}
