package dev.signalman.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.Capabilities;
import dev.signalman.Cause;
import dev.signalman.Errno;
import dev.signalman.Signal;
import dev.signalman.SignalInfo;
import dev.signalman.posix.CallSeam;
import dev.signalman.posix.FcntlH;
import dev.signalman.posix.UnistdH;
import dev.signalman.testkit.ChildJvm;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// How much the pipe of a receiver holds. The test writes what a handler would.
class PipeRoomTest {
  private static final int READ_AT_ONCE = 64;

  private static int capacity(SignalSource source) {
    return FcntlH.fcntl(source.pipe().writeEnd(), FcntlH.F_GETPIPE_SZ, 0);
  }

  /// Writes a record.
  ///
  /// @return whether there was room for it
  private static boolean write(SignalSource source, long value) {
    SignalInfo info = new SignalInfo(Signal.RT3, Cause.QUEUE, -1, 12, 34, value, 0, 0, 0);
    return UnistdH.write(source.pipe().writeEnd(), Records.toSiginfo(info), Records.SIZE)
        == Records.SIZE;
  }

  private static long fill(SignalSource source, long first) {
    long next = first;
    while (write(source, next)) {
      next++;
    }
    return next;
  }

  private static void close(SignalSource source) {
    source.close(() -> {}, _ -> {});
  }

  @Test
  @DisplayName("FD-19: a new pipe has the kernel's default size, or more in handler-only mode")
  void beginsSmall() throws Exception {
    SignalSource beside = new SignalSource("a test", true);
    SignalSource alone = new SignalSource("a test", false);
    assertThat(capacity(beside)).isEqualTo(1 << 16);
    assertThat(capacity(alone)).isEqualTo(1 << 19);
    close(beside);
    close(alone);
  }

  @Test
  @DisplayName("FD-19: a pipe grows when a read finds it half full, and not before")
  void growsWhenHalfFull() throws Exception {
    SignalSource source = new SignalSource("a test", true);
    for (int value = 0; value < 255; value++) {
      assertThat(write(source, value)).isTrue();
    }
    assertThat(source.poll()).isNotNull();
    assertThat(capacity(source)).isEqualTo(1 << 16);
    while (source.poll() != null) {
      // it is less than half full all the time
    }
    assertThat(capacity(source)).isEqualTo(1 << 16);
    for (int value = 0; value < 256; value++) {
      assertThat(write(source, value)).isTrue();
    }
    assertThat(source.poll()).isNotNull();
    assertThat(capacity(source)).isEqualTo(1 << 17);
    close(source);
  }

  @Test
  @DisplayName("FD-19: a writer slightly faster than the reader finds room up to 1 MiB")
  void growsBeforeAnythingIsDropped() throws Exception {
    SignalSource source = new SignalSource("a test", true);
    long written = 0;
    long read = 0;
    while (written - read < 8_000) {
      for (int i = 0; i < READ_AT_ONCE + 16; i++) {
        assertThat(write(source, written++)).as("record %s", written).isTrue();
      }
      for (int i = 0; i < READ_AT_ONCE; i++) {
        assertThat(source.poll()).isNotNull().extracting(SignalInfo::value).isEqualTo(read++);
      }
    }
    assertThat(capacity(source)).isEqualTo(1 << 20);
    written = fill(source, written); // now it is full, and may be
    while (read < written) {
      assertThat(source.poll()).isNotNull().extracting(SignalInfo::value).isEqualTo(read++);
    }
    assertThat(source.poll()).isNull();
    assertThat(capacity(source)).isEqualTo(1 << 20);
    close(source);
  }

  @Test
  @DisplayName(
      "FD-20: a refused growth shows in the capabilities, loses nothing, and is not repeated")
  void aRefusalIsTold() throws Exception {
    try (ChildJvm child =
        ChildJvm.of(Refused.class).vm("-D" + CallSeam.PROPERTY + "=true").start()) {
      child.expect("pipes true", "512 of 512", "asked 1");
      child.expect("512 of 512", "asked 2", "pipes false");
      assertThat(child.line()).startsWith("F_SETPIPE_SZ: a receiver's pipe got less room");
      child.expect("granted 131072");
      child.expectExit(0);
    }
  }

  static final class Refused {
    private static final AtomicInteger ASKED = new AtomicInteger();

    private Refused() {}

    public static void main(String[] args) throws Exception {
      SignalSource source = Engine.get().source("a test");
      System.out.println("pipes " + Engine.get().capabilities().pipes());
      CallSeam.install(Refused::errno);
      burst(source);
      burst(source);
      CallSeam.install(null);
      Capabilities now = Engine.get().capabilities();
      System.out.println("pipes " + now.pipes());
      System.out.println(now.missing().getLast());
      fill(source, 0);
      source.poll();
      System.out.println("granted " + capacity(source));
    }

    private static int errno(String call) {
      if (!call.equals("fcntl")) {
        return 0;
      }
      ASKED.incrementAndGet();
      return Errno.EPERM.number();
    }

    private static void burst(SignalSource source) {
      long written = fill(source, 0);
      long read = 0;
      while (source.poll() != null) {
        read++;
      }
      System.out.println(read + " of " + written);
      System.out.println("asked " + ASKED);
    }
  }
}
