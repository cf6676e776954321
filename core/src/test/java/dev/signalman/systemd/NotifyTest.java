package dev.signalman.systemd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalman.Errno;
import dev.signalman.testkit.ChildJvm;
import dev.signalman.testkit.NotifyPeer;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NotifyTest {
  @TempDir private Path folder;

  private String address(String kind) {
    Path path = folder.resolve("notify");
    return kind.equals("path") ? path.toString() : "@" + path;
  }

  @ParameterizedTest
  @ValueSource(strings = {"path", "abstract name"})
  @DisplayName(
      "SD-04 each message is one datagram from this process, at a path or an abstract name")
  void messagesAreDatagrams(String kind) throws Exception {
    try (NotifyPeer manager = NotifyPeer.at(address(kind))) {
      Notify notify = Notify.to(manager.address());
      assertThat(notify.isPresent()).isTrue();
      assertThat(notify.ready()).isTrue();
      assertThat(notify.ready(Field.status("listening on ä"), Field.mainPid(42))).isTrue();
      assertThat(notify.status("working")).isTrue();
      assertThat(notify.stopping()).isTrue();
      assertThat(notify.send(Field.errno(Errno.EACCES), Field.status("refused"))).isTrue();
      assertThat(notify.send(Field.extendTimeout(Duration.ofSeconds(3)))).isTrue();
      manager.expect("READY=1");
      manager.expect("READY=1|STATUS=listening on ä|MAINPID=42");
      manager.expect("STATUS=working");
      manager.expect("STOPPING=1");
      manager.expect("ERRNO=13|STATUS=refused");
      manager.expect("EXTEND_TIMEOUT_USEC=3000000");
    }
  }

  @Test
  @DisplayName("SD-07 a reload comes with the time of the kernel's monotonic clock")
  void reloadHasTheTime() throws Exception {
    try (NotifyPeer manager = NotifyPeer.at(address("path"))) {
      long before = manager.clock();
      assertThat(Notify.to(manager.address()).reloading(Field.status("again"))).isTrue();
      long after = manager.clock();
      String[] parts = manager.take().split(" ", 3)[2].split("[|=]", -1);
      assertThat(parts).containsSequence("RELOADING", "1", "MONOTONIC_USEC");
      assertThat(parts).endsWith("STATUS", "again");
      assertThat(Long.parseLong(parts[3])).isBetween(before, after);
    }
  }

  @Test
  @DisplayName("SD-08 without a manager nothing is sent, but arguments are checked")
  void withoutAManager() throws Exception {
    Notify nobody = Notify.to("").onFailure(NotifyTest::unexpected);
    assertThat(nobody.isPresent()).isFalse();
    assertThat(nobody.ready()).isFalse();
    assertThat(nobody.reloading()).isFalse();
    assertThat(nobody.removeStored("x")).isFalse();
    assertThat(nobody.barrier(Duration.ofDays(1))).isFalse();
    assertRefused(nobody);
  }

  private static void unexpected(NotifyException failure) {
    throw new AssertionError(failure);
  }

  private static void assertRefused(Notify notify) {
    assertThatThrownBy(() -> notify.status("x".repeat(4096)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a message to the service manager has at most 4096 bytes, not 4103");
    assertThatThrownBy(() -> notify.status("a\nREADY=1"))
        .isInstanceOf(IllegalArgumentException.class);
    for (String name : new String[] {"", "a:b", "a\nb", "ä", "x".repeat(256)}) {
      assertThatThrownBy(() -> notify.removeStored(name))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("1 to 255 characters of ASCII");
    }
    assertThatThrownBy(() -> notify.store("x"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a message stores 1 to 253 descriptors, not 0");
    assertThatThrownBy(() -> notify.patience(Duration.ofNanos(-1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> notify.barrier(Duration.ofNanos(-1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void argumentsAreCheckedBeforeAnythingIsSent() throws Exception {
    try (NotifyPeer manager = NotifyPeer.at(address("path"))) {
      Notify notify = Notify.to(manager.address()).onFailure(NotifyTest::unexpected);
      assertRefused(notify);
      assertThat(notify.status("x".repeat(4089))).isTrue();
      manager.expect("STATUS=" + "x".repeat(4089));
    }
  }

  @Test
  @DisplayName("SD-09 the manager is the one of the environment; a failure is one line and no end")
  void theEnvironmentNamesTheManager() throws Exception {
    try (NotifyPeer manager = NotifyPeer.at(address("abstract name"));
        ChildJvm service =
            ChildJvm.of(Service.class).env("NOTIFY_SOCKET", manager.address()).start()) {
      service.expect("true true");
      assertThat(manager.take()).isEqualTo(service.pid() + " 0 READY=1");
      manager.kill();
      service.send("again");
      service.expect("true false", "true false");
      service.expectExit(0);
      assertThat(service.errors())
          .singleElement()
          .asString()
          .startsWith("signalman: the service manager was not told READY=1: connect(@")
          .contains("ECONNREFUSED (Connection refused); nobody receives at the socket that");
    }
    try (ChildJvm service = ChildJvm.of(Service.class).env("NOTIFY_SOCKET", "").start()) {
      service.expect("false false");
      service.send("again");
      service.expect("false false", "false false");
      service.expectExit(0);
      assertThat(service.errors()).isEmpty();
    }
  }

  /// Says that it is ready, and twice more when it is told to.
  static final class Service {
    private Service() {}

    public static void main(String[] args) throws Exception {
      Notify notify = Notify.fromEnvironment();
      System.out.println(notify.isPresent() + " " + notify.ready());
      System.in.read();
      System.out.println(notify.isPresent() + " " + notify.ready());
      System.out.println(notify.isPresent() + " " + notify.ready());
    }
  }

  @Test
  @DisplayName("SD-09 also if native access is denied")
  void deniedNativeAccessEndsNothing() throws Exception {
    try (ChildJvm service =
        ChildJvm.of(Service.class)
            .env("NOTIFY_SOCKET", address("path"))
            .denyNativeAccess()
            .start()) {
      service.expect("true false");
      service.send("again");
      service.expect("true false", "true false");
      service.expectExit(0);
      assertThat(service.errors())
          .singleElement()
          .asString()
          .contains("--enable-native-access=ALL-UNNAMED");
    }
  }
}
