package dev.signalman.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SurroundingsTest {
  @Test
  void aTestIsSeen() {
    assertThat(Surroundings.ofThisStart()).isEqualTo(Surroundings.TEST);
  }

  @Test
  void othersAreKnownByTheirStack() {
    assertThat(Surroundings.of("org.springframework.boot.SpringApplication", "refreshContext"))
        .contains(Surroundings.PART);
    assertThat(Surroundings.of("org.springframework.boot.SpringApplication", "run")).isEmpty();
    assertThat(
            Surroundings.of(
                "org.springframework.boot.web.servlet.support.SpringBootServletInitializer",
                "onStartup"))
        .contains(Surroundings.CONTAINER);
    assertThat(Surroundings.of("app.Main", "main")).isEmpty();
  }
}
