package dev.signalman.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class JUnitVersionTest {
  @Test
  @DisplayName("JUNIT-14: a JUnit that is too old is refused, with the versions to take")
  void oldOnesAreRefused() {
    for (String old : new String[] {"5.13.4", "5.9.2", "4.13"}) {
      assertThat(JUnitVersion.complaint(old))
          .startsWith("signalman-junit needs JUnit 5.14 or newer, and the tests have " + old)
          .contains("junit-bom");
    }
  }

  @Test
  void newOnesAndUnknownOnesAreTried() {
    assertThat(JUnitVersion.complaint("5.14.4")).isNull();
    assertThat(JUnitVersion.complaint("6.0.0-RC1")).isNull();
    assertThat(JUnitVersion.complaint("7.0")).isNull();
    assertThat(JUnitVersion.complaint("snapshot")).isNull();
    assertThat(JUnitVersion.complaint(null)).isNull();
    assertThatCode(JUnitVersion::require).doesNotThrowAnyException();
  }
}
