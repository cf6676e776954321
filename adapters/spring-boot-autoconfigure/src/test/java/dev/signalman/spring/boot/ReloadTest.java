package dev.signalman.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalman.spring.ReloadEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.cloud.context.refresh.ContextRefresher;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.PropertySource;

class ReloadTest {
  @TempDir private Path folder;
  private Path file;

  static class App {
    final List<Set<String>> changes = new ArrayList<>();

    @EventListener
    void reloaded(ReloadEvent event) {
      changes.add(event.changedKeys());
    }
  }

  static class Cloud {
    @Bean
    ContextRefresher refresher() {
      return new ContextRefresher();
    }
  }

  @BeforeEach
  void makeFile() {
    file = folder.resolve("application.properties");
  }

  private ConfigurableApplicationContext run(Class<?>... sources) {
    SpringApplication application = new SpringApplication(sources);
    application.setWebApplicationType(WebApplicationType.NONE);
    application.setLogStartupInfo(false);
    application.setBannerMode(Banner.Mode.OFF);
    return application.run("--spring.config.location=file:" + folder + "/", "--fixed=argument");
  }

  private static Runnable prepare(ConfigurableApplicationContext context) {
    return new ConfigReload(List.of(Attached.of(context, Settings.usual()))).prepare();
  }

  @Test
  @DisplayName(
      "SPRING-10 files are read again; arguments still come first, and the event names what changed")
  void filesAreReadAgain() throws IOException {
    Files.writeString(file, "a=1\nb=1\nfixed=file\n");
    try (ConfigurableApplicationContext context = run(App.class)) {
      List<String> order = names(context);
      Files.writeString(file, "a=2\nc=1\nfixed=other\n");
      Runnable use = prepare(context);
      assertThat(context.getEnvironment().getProperty("a")).isEqualTo("1");
      use.run();
      assertThat(context.getEnvironment().getProperty("a")).isEqualTo("2");
      assertThat(context.getEnvironment().getProperty("b")).isNull();
      assertThat(context.getEnvironment().getProperty("fixed")).isEqualTo("argument");
      assertThat(context.getBean(App.class).changes).containsExactly(Set.of("a", "b", "c"));
      assertThat(names(context)).isEqualTo(order);
    }
  }

  private static List<String> names(ConfigurableApplicationContext context) {
    return context.getEnvironment().getPropertySources().stream()
        .map(PropertySource::getName)
        .toList();
  }

  @Test
  @DisplayName("SPRING-11 a file that cannot be read changes nothing")
  void aBadFileChangesNothing() throws IOException {
    Files.writeString(file, "a=1\n");
    try (ConfigurableApplicationContext context = run(App.class)) {
      Files.writeString(file, "a=\\u12\n");
      assertThatThrownBy(() -> prepare(context)).isInstanceOf(RuntimeException.class);
      assertThat(context.getEnvironment().getProperty("a")).isEqualTo("1");
      assertThat(context.getBean(App.class).changes).isEmpty();
    }
  }

  @Test
  @DisplayName("SPRING-22 with Spring Cloud, its refresher does the work")
  void springCloudIsAsked() throws IOException {
    Files.writeString(file, "a=1\n");
    try (ConfigurableApplicationContext context = run(App.class, Cloud.class)) {
      prepare(context).run();
      assertThat(context.getBean(App.class).changes).containsExactly(Set.of("from.the.cloud"));
    }
  }
}
