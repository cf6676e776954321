package dev.signalman.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalman.Errno;
import dev.signalman.PosixException;
import dev.signalman.ReservedSignalException;
import dev.signalman.Signal;
import dev.signalman.cli.command.RawArguments;
import dev.signalman.cli.exec.ExecCommand;
import dev.signalman.cli.list.ListCommand;
import dev.signalman.cli.program.Program;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class FailuresTest {
  private final Screen screen = Screen.plain();
  private final Failures failures =
      new Failures(screen.terminal(), new ListCommand(screen.terminal()));

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
  void aCommandHasItsOwnStatusForFailures() {
    Failures exec = new Failures(screen.terminal(), new ExecCommand(screen.terminal()));
    assertThat(exec.failure(new IOException("no such luck"))).isEqualTo(125);
    assertThat(
            exec.failure(new ReservedSignalException(Signal.KILL, "claim", "it is the kernel's")))
        .isEqualTo(125);
  }

  @Test
  void aProgramThatTheCommandCannotStartIsAFailureOfTheCommand() {
    Failures exec = new Failures(screen.terminal(), new ExecCommand(screen.terminal()));
    assertThatThrownBy(() -> new Program(List.of("a" + RawArguments.NOT_UTF_8)))
        .satisfies(e -> assertThat(failures.failure(e)).isEqualTo(1))
        .satisfies(e -> assertThat(exec.failure(e)).isEqualTo(125));
  }
}
