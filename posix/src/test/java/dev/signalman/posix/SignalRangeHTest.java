package dev.signalman.posix;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignalRangeHTest {
  @Test
  void theRangeIsWhatTheCLibrarySays() {
    assertThat(SignalRangeH.sigrtmin()).isEqualTo(SignalRangeH.ask("__libc_current_sigrtmin"));
    assertThat(SignalRangeH.sigrtmax()).isEqualTo(SignalRangeH.ask("__libc_current_sigrtmax"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "7f00-7f01 r-xp 0 08:01 1 /usr/lib/x86_64-linux-gnu/libc.so.6\n7f02-7f03 rw-p 0 0:0 0\n",
        "7f00-7f01 r-xp 0 08:01 1 /lib/aarch64-linux-gnu/libc-2.31.so\n"
      })
  void glibcIsRecognisedByItsFile(String maps) {
    assertThat(SignalRangeH.isGlibc(maps)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "7f00-7f01 r-xp 0 08:01 1 /lib/ld-musl-x86_64.so.1\n",
        "7f00-7f01 r-xp 0 08:01 1 /lib/ld-musl-x86_64.so.1\n7f02 r-xp 0 08:01 2 /lib/libc.so.6\n",
        "7f00-7f01 r-xp 0 08:01 1 /usr/lib/libc.so.6.bak\n"
      })
  void anythingElseIsAsked(String maps) {
    assertThat(SignalRangeH.isGlibc(maps)).isFalse();
  }
}
