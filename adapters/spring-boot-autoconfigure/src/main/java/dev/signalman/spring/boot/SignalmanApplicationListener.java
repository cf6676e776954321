package dev.signalman.spring.boot;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootVersion;
import org.springframework.boot.context.event.ApplicationContextInitializedEvent;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.boot.context.event.ApplicationFailedEvent;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.context.event.ApplicationStartingEvent;
import org.springframework.boot.context.event.SpringApplicationEvent;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.ContextRefreshedEvent;
import org.springframework.context.event.SmartApplicationListener;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.SimpleCommandLinePropertySource;
import org.springframework.core.env.StandardEnvironment;

/// Follows the start of one application. `META-INF/spring.factories` names it, so that it is there
/// before the first file of properties is read.
public final class SignalmanApplicationListener implements SmartApplicationListener {
  private static final String ENABLED = "signalman.enabled";

  private Surroundings surroundings = Surroundings.PROGRAM;
  private @Nullable StartRefusedException refused;
  private @Nullable Settings settings;
  private @Nullable Attached attached;

  /// Made by Spring Boot, once for each application.
  public SignalmanApplicationListener() {}

  /// After the listeners that read the files of properties, and before the one that sets logging
  /// up.
  @Override
  public int getOrder() {
    return Ordered.HIGHEST_PRECEDENCE + 15;
  }

  @Override
  public boolean supportsEventType(Class<? extends ApplicationEvent> type) {
    return SpringApplicationEvent.class.isAssignableFrom(type)
        || ContextRefreshedEvent.class.isAssignableFrom(type);
  }

  @Override
  public void onApplicationEvent(ApplicationEvent event) {
    if (event instanceof ApplicationStartingEvent starting) {
      starting(starting.getArgs());
    } else if (event instanceof ApplicationEnvironmentPreparedEvent prepared) {
      environmentPrepared(prepared.getEnvironment());
    } else if (event instanceof ApplicationContextInitializedEvent initialized) {
      contextInitialized(initialized.getSpringApplication(), initialized.getApplicationContext());
    } else if (event instanceof ContextRefreshedEvent refreshed) {
      refreshed(refreshed.getApplicationContext());
    } else if (event instanceof ApplicationReadyEvent ready) {
      ready(ready.getApplicationContext());
    } else if (event instanceof ApplicationFailedEvent) {
      failed();
    }
  }

  /// What goes wrong here is thrown later, where Spring Boot reports it.
  private void starting(String[] arguments) {
    refused = null;
    settings = null;
    attached = null;
    surroundings = Surroundings.ofThisStart();
    if (surroundings != Surroundings.PROGRAM || isTurnedOff(arguments)) {
      return;
    }
    try {
      BootVersion.check(SpringBootVersion.getVersion());
      VmLifecycle.THIS.openEarly();
    } catch (RuntimeException | LinkageError e) {
      refused = Refusals.of(e);
    }
  }

  private static boolean isTurnedOff(String[] arguments) {
    StandardEnvironment environment = new StandardEnvironment();
    environment.getPropertySources().addFirst(new SimpleCommandLinePropertySource(arguments));
    return Boolean.FALSE.equals(enabled(environment));
  }

  private static @Nullable Boolean enabled(ConfigurableEnvironment environment) {
    return Binder.get(environment).bind(ENABLED, Boolean.class).orElse(null);
  }

  private void environmentPrepared(ConfigurableEnvironment environment) {
    if (surroundings == Surroundings.PART) {
      return; // Spring's own hook closes it
    }
    Boolean enabled = enabled(environment);
    boolean wanted = enabled == null ? surroundings == Surroundings.PROGRAM : enabled;
    if (!wanted) {
      VmLifecycle.THIS.releaseIfUnused();
      return;
    }
    if (refused != null) {
      throw refused;
    }
    settings =
        Settings.of(Binder.get(environment).bindOrCreate("signalman", SignalmanProperties.class));
    checkStart();
  }

  private void contextInitialized(
      SpringApplication application, ConfigurableApplicationContext context) {
    Settings wanted = settings;
    if (wanted != null) {
      Lines.logging(true);
      checkStart();
      application.setRegisterShutdownHook(false); // the lifecycle closes the context
      attached = Attached.to(context, wanted);
      StopAwaited.beLast();
    }
  }

  private static void checkStart() {
    if (VmLifecycle.THIS.stops()) {
      throw new StoppedWhileStartingException();
    }
  }

  private void refreshed(ApplicationContext context) {
    Attached present = attached;
    if (present != null && present.context().equals(context)) {
      present.refreshed();
    }
  }

  private void ready(ConfigurableApplicationContext context) {
    Attached present = attached;
    if (present != null && present.context().equals(context)) {
      StopAwaited.beLast();
      VmLifecycle.THIS.ready();
    }
  }

  private void failed() {
    if (surroundings != Surroundings.PART) {
      VmLifecycle.THIS.releaseIfUnused();
    }
  }
}
