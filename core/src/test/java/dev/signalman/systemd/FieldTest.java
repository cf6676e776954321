package dev.signalman.systemd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalman.Errno;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FieldTest {
  @Test
  @DisplayName("SD-05 fields have the names and units of the protocol")
  void fieldsAreWrittenAsTheProtocolHasThem() {
    assertThat(Field.READY).hasToString("READY=1");
    assertThat(Field.STOPPING).hasToString("STOPPING=1");
    assertThat(Field.WATCHDOG).hasToString("WATCHDOG=1");
    assertThat(Field.WATCHDOG_TRIGGER).hasToString("WATCHDOG=trigger");
    assertThat(Field.status("50 % = half")).hasToString("STATUS=50 % = half");
    assertThat(Field.errno(Errno.ENOENT)).hasToString("ERRNO=2");
    assertThat(Field.mainPid(4711)).hasToString("MAINPID=4711");
    assertThat(Field.extendTimeout(Duration.ofSeconds(20)))
        .hasToString("EXTEND_TIMEOUT_USEC=20000000");
    assertThat(Field.watchdogInterval(Duration.ofMillis(1))).hasToString("WATCHDOG_USEC=1000");
    assertThat(Field.watchdogInterval(Duration.ZERO)).hasToString("WATCHDOG_USEC=0");
    assertThat(Field.extendTimeout(Duration.ofSeconds(Long.MAX_VALUE)))
        .hasToString("EXTEND_TIMEOUT_USEC=" + Long.MAX_VALUE);
    assertThat(new Field("X_MYAPP_SHARD", "7")).hasToString("X_MYAPP_SHARD=7");
    assertThat(new Field("X_2", "")).hasToString("X_2=");
  }

  @ParameterizedTest
  @ValueSource(strings = {"one\ntwo", "\n", "a\0b"})
  @DisplayName("SD-06 a value cannot bring another field with it")
  void lineBreaksAreRefused(String text) {
    assertThatThrownBy(() -> Field.status(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("STATUS cannot have a line break or a NUL character")
        .hasMessageEndingWith('"' + text.replace("\n", "\\n").replace("\0", "\\0") + '"');
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "status", "A=B", "A\nB", "A B", "Ä"})
  void namesThatAreNoneAreRefused(String name) {
    assertThatThrownBy(() -> new Field(name, "1"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("capital letters, digits and underscores");
  }

  @ParameterizedTest
  @CsvSource({
    "RELOADING, Notify.reloading",
    "BARRIER, Notify.barrier",
    "FDSTORE, Notify.store",
    "FDNAME, Notify.store",
    "FDPOLL, Notify.storeUntilRemoved",
    "FDSTOREREMOVE, Notify.removeStored"
  })
  void fieldsThatNeedMoreNameTheMethod(String name, String method) {
    assertThatThrownBy(() -> new Field(name, "1"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(name + " is sent by " + method);
  }

  @Test
  void numbersThatMeanNothingAreRefused() {
    assertThatThrownBy(() -> Field.mainPid(0)).hasMessage("a pid is above zero: 0");
    assertThatThrownBy(() -> Field.extendTimeout(Duration.ofNanos(999)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("too short a time for the service manager: PT0.000000999S");
    assertThatThrownBy(() -> Field.watchdogInterval(Duration.ofNanos(-1)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
