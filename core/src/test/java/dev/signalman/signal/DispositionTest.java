package dev.signalman.signal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class DispositionTest {
  @Test
  @DisplayName("DISP-05 a printed disposition names the handler")
  void saysItselfInWords() {
    assertThat(new Disposition.Default()).hasToString("default");
    assertThat(new Disposition.Ignored()).hasToString("ignored");
    assertThat(new Disposition.Jvm("shutdown hooks", "+0x10"))
        .hasToString("the VM's handler (shutdown hooks)");
    assertThat(new Disposition.Native("libc.so.6", "+0x10", "")).hasToString("libc.so.6: +0x10");
    assertThat(new Disposition.Native("no library", "0x10", "most likely JLine"))
        .hasToString("no library: 0x10 (most likely JLine)");
    assertThat(new Disposition.Handled(List.of())).hasToString("this program");
  }
}
