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

  private static int capacity(Receiver receiver) {
    return FcntlH.fcntl(receiver.pipe().writeEnd(), FcntlH.F_GETPIPE_SZ, 0);
  }

  /// Writes a record.
  ///
  /// @return whether there was room for it
  private static boolean write(Receiver receiver, long value) {
    SignalInfo info = new SignalInfo(Signal.RT3, Cause.QUEUE, -1, 12, 34, value, 0, 0, 0);
    return UnistdH.write(receiver.pipe().writeEnd(), Records.toSiginfo(info), Records.SIZE)
        == Records.SIZE;
  }

  private static long fill(Receiver receiver, long first) {
    long next = first;
    while (write(receiver, next)) {
      next++;
    }
    return next;
  }

  private static void close(Receiver receiver) {
    receiver.close(() -> {}, _ -> {});
  }

  @Test
  @DisplayName("FD-19: a fresh pipe is as the kernel makes it, and larger where it is all there is")
  void beginsSmall() throws Exception {
    Receiver beside = new Receiver("a test", true);
    Receiver alone = new Receiver("a test", false);
    assertThat(capacity(beside)).isEqualTo(1 << 16);
    assertThat(capacity(alone)).isEqualTo(1 << 19);
    close(beside);
    close(alone);
  }

  @Test
  @DisplayName("FD-19: a pipe grows when a read finds it half full, and not before")
  void growsWhenHalfFull() throws Exception {
    Receiver receiver = new Receiver("a test", true);
    for (int value = 0; value < 255; value++) {
      assertThat(write(receiver, value)).isTrue();
    }
    assertThat(receiver.poll()).isNotNull();
    assertThat(capacity(receiver)).isEqualTo(1 << 16);
    while (receiver.poll() != null) {
      // it is less than half full all the time
    }
    assertThat(capacity(receiver)).isEqualTo(1 << 16);
    for (int value = 0; value < 256; value++) {
      assertThat(write(receiver, value)).isTrue();
    }
    assertThat(receiver.poll()).isNotNull();
    assertThat(capacity(receiver)).isEqualTo(1 << 17);
    close(receiver);
  }

  @Test
  @DisplayName("FD-19: a writer slightly faster than the reader finds room up to 1 MiB")
  void growsBeforeAnythingIsDropped() throws Exception {
    Receiver receiver = new Receiver("a test", true);
    long written = 0;
    long read = 0;
    while (written - read < 8_000) {
      for (int i = 0; i < READ_AT_ONCE + 16; i++) {
        assertThat(write(receiver, written++)).as("record %s", written).isTrue();
      }
      for (int i = 0; i < READ_AT_ONCE; i++) {
        assertThat(receiver.poll()).isNotNull().extracting(SignalInfo::value).isEqualTo(read++);
      }
    }
    assertThat(capacity(receiver)).isEqualTo(1 << 20);
    written = fill(receiver, written); // now it is full, and may be
    while (read < written) {
      assertThat(receiver.poll()).isNotNull().extracting(SignalInfo::value).isEqualTo(read++);
    }
    assertThat(receiver.poll()).isNull();
    assertThat(capacity(receiver)).isEqualTo(1 << 20);
    close(receiver);
  }

  @Test
  @DisplayName("FD-20: a refusal shows in the capabilities, loses nothing, and is asked for once")
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
      Receiver receiver = Engine.get().receiver("a test");
      System.out.println("pipes " + Engine.get().capabilities().pipes());
      CallSeam.install(Refused::errno);
      burst(receiver);
      burst(receiver);
      CallSeam.install(null);
      Capabilities now = Engine.get().capabilities();
      System.out.println("pipes " + now.pipes());
      System.out.println(now.missing().getLast());
      fill(receiver, 0);
      receiver.poll();
      System.out.println("granted " + capacity(receiver));
    }

    private static int errno(String call) {
      if (!call.equals("fcntl")) {
        return 0;
      }
      ASKED.incrementAndGet();
      return Errno.EPERM.number();
    }

    private static void burst(Receiver receiver) {
      long written = fill(receiver, 0);
      long read = 0;
      while (receiver.poll() != null) {
        read++;
      }
      System.out.println(read + " of " + written);
      System.out.println("asked " + ASKED);
    }
  }
}
