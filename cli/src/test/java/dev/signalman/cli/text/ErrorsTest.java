package dev.signalman.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.Errno;
import org.junit.jupiter.api.Test;

class ErrorsTest {
  @Test
  void errorNumbersHaveWords() {
    assertThat(Errors.words(Errno.ESRCH)).isEqualTo("no such process (ESRCH)");
    assertThat(Errors.words(Errno.EPERM)).isEqualTo("operation not permitted (EPERM)");
    assertThat(Errors.words(Errno.EAGAIN))
        .isEqualTo("the signal queue of its user is full (EAGAIN)");
  }
}
