package dev.signalman.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.Errno;
import dev.signalman.PosixException;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class FailuresTest {
  private final Screen screen = Screen.plain();
  private final Failures failures = new Failures(screen.terminal(), "list");

  @Test
  void aDefectIsOneLineThatSaysHowToSeeMore() {
    assertThat(failures.failure(new NullPointerException("a\n  b"))).isEqualTo(1);
    assertThat(screen.errors())
        .containsExactly(
            "signalman: internal error, SIGNALMAN_DEBUG=1 shows where:"
                + " java.lang.NullPointerException: a; b");
  }

  @Test
  void anErrorOfTheVmIsOneLineToo() {
    assertThat(failures.failure(new StackOverflowError())).isEqualTo(1);
    assertThat(screen.errors()).hasSize(1);
  }

  @Test
  void aFailureSaysItsReason() {
    failures.failure(new PosixException("epoll_create1(EPOLL_CLOEXEC)", Errno.EMFILE));
    failures.failure(new IOException("no such luck"));
    failures.failure(new IllegalStateException("start java with --this"));
    assertThat(screen.errors().get(0))
        .startsWith("signalman: epoll_create1(EPOLL_CLOEXEC): EMFILE");
    assertThat(screen.errors().subList(1, 3))
        .containsExactly("signalman: no such luck", "signalman: start java with --this");
  }

  @Test
  void errorNumbersHaveWords() {
    assertThat(Errors.words(Errno.ESRCH)).isEqualTo("no such process (ESRCH)");
    assertThat(Errors.words(Errno.EPERM)).isEqualTo("operation not permitted (EPERM)");
    assertThat(Errors.words(Errno.EAGAIN)).endsWith("queued as allowed (EAGAIN)");
  }
}
