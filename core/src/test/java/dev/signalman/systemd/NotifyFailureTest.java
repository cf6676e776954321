package dev.signalman.systemd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalman.io.Threads;
import dev.signalman.io.UnixServer;
import dev.signalman.testkit.NotifyPeer;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Messages that do not get through.
class NotifyFailureTest {
  @TempDir private Path folder;

  private final List<String> told = new ArrayList<>();

  private Notify notify(String address) {
    return Notify.to(address).onFailure(failure -> told.add(failure.getMessage()));
  }

  private String path() {
    return folder.resolve("notify").toString();
  }

  @ParameterizedTest
  @CsvSource({
    "vsock:2:1234, is a socket of the host of a virtual machine (vsock)",
    "vsock-stream:2:1234, service manager can tell; unset the variable",
    "run/notify, is neither a path (/run/...) nor an abstract name (@...)",
    "@, 'the abstract name of a socket has 1 to 107 bytes, not 0'",
    "/nowhere/notify, 'connect(/nowhere/notify): ENOENT (No such file or directory); nobody'",
    "@nobody.receives.here, 'ECONNREFUSED (Connection refused); nobody receives at the socket'",
  })
  @DisplayName("SD-10 an address that is none, or of another form, is told with the way out")
  void addressesAreTold(String address, String reason) {
    Notify notify = notify(address);
    assertThat(notify.isPresent()).isTrue();
    assertThat(notify.ready(Field.status("x"))).isFalse();
    assertThat(told)
        .singleElement()
        .asString()
        .startsWith("the service manager was not told READY=1 STATUS=x: ")
        .contains(reason);
    assertThat(notify.barrier(Duration.ofDays(1))).isFalse();
    assertThat(told).as("told once, because the reason is the same").hasSize(1);
  }

  @Test
  void aPathThatIsTooLongIsTold() {
    assertThat(notify("/" + "x".repeat(107)).ready()).isFalse();
    assertThat(told)
        .singleElement()
        .asString()
        .contains("the path of a socket has 1 to 107 bytes, not 108");
  }

  @Test
  void aSocketOfAnotherTypeIsTold() throws Exception {
    try (UnixServer server = UnixServer.listen(Path.of(path()), 1)) {
      assertThat(server.fd().isOpen()).isTrue();
      assertThat(notify(path()).ready()).isFalse();
      assertThat(told)
          .singleElement()
          .asString()
          .endsWith("NOTIFY_SOCKET must name a datagram socket");
    }
  }

  @Test
  @DisplayName("SD-11 a failure that repeats is told once, until a message gets through")
  void repeatedFailuresAreToldOnce() throws Exception {
    Notify notify = notify("@" + path());
    assertThat(notify.ready()).isFalse();
    assertThat(notify.ready()).isFalse();
    assertThat(told).hasSize(1);
    assertThat(notify.stopping()).isFalse(); // the same reason
    assertThat(told).hasSize(1);
    try (NotifyPeer manager = NotifyPeer.at("@" + path())) {
      assertThat(notify.stopping()).isTrue();
      manager.kill();
    }
    assertThat(notify.stopping()).isFalse();
    assertThat(told).hasSize(2);
    assertThat(told.get(1)).contains("STOPPING=1");
  }

  @Test
  void aProgramMayTurnFailuresIntoExceptions() {
    Notify notify =
        Notify.to("@nobody.receives.here")
            .onFailure(failure -> {
              throw new UncheckedIOException(failure);
            });
    assertThatThrownBy(notify::ready)
        .isInstanceOf(UncheckedIOException.class)
        .hasRootCauseMessage("connect(@nobody.receives.here): ECONNREFUSED (Connection refused)");
  }

  /// Sends until the manager's socket takes no more.
  private static int fill(Notify notify) {
    int count = 0;
    while (notify.patience(Duration.ZERO).status(Integer.toString(count))) {
      count++;
    }
    return count;
  }

  @ParameterizedTest
  @CsvSource({"PLATFORM", "VIRTUAL"})
  @DisplayName("SD-12 a full socket is waited for, for a time, until there is room or an interrupt")
  void aFullSocket(Threads.Kind kind) throws Exception {
    try (NotifyPeer manager = NotifyPeer.at(path())) {
      Notify notify = notify(path());
      assertThat(fill(notify)).isPositive();
      assertThat(told)
          .singleElement()
          .asString()
          .endsWith(": its socket was full all the time, so it does not read its messages");
      assertThat(notify.patience(Duration.ofMillis(1)).ready()).isFalse();
      Notify patient = notify.patience(Duration.ofDays(1));
      var waiting = Threads.start(kind, () -> patient.status("late")).awaitWaiting();
      manager.expect("STATUS=0");
      assertThat(waiting.get()).isTrue();
      var interrupted =
          Threads.start(kind, () -> patient.stopping() || !Thread.interrupted()).awaitWaiting();
      interrupted.thread().interrupt();
      assertThat(interrupted.get()).isFalse();
      assertThat(told.getLast()).endsWith("STOPPING=1: the thread was interrupted while it waited");
    }
  }

  @Test
  @DisplayName("SD-12 without patience there is no wait, which an interrupt would end")
  void withoutPatienceThereIsNoWait() throws Exception {
    try (NotifyPeer manager = NotifyPeer.at(path())) {
      Notify notify = notify(path());
      fill(notify);
      Thread.currentThread().interrupt();
      boolean hasty = notify.patience(Duration.ZERO).ready();
      boolean patient = notify.patience(Duration.ofDays(1)).ready();
      assertThat(Thread.interrupted()).isTrue();
      assertThat(hasty || patient).isFalse();
      assertThat(told).hasSize(2); // that the socket is full was told before
      assertThat(told.get(0)).contains("its socket was full all the time");
      assertThat(told.get(1)).endsWith("READY=1: the thread was interrupted while it waited");
      manager.expect("STATUS=0");
    }
  }

  @Test
  void anInterruptedThreadStillTells() throws Exception {
    try (NotifyPeer manager = NotifyPeer.at(path())) {
      Thread.currentThread().interrupt();
      boolean sent = notify(path()).stopping();
      assertThat(Thread.interrupted()).isTrue();
      assertThat(sent).isTrue();
      manager.expect("STOPPING=1");
    }
  }

  @Test
  @DisplayName(
      "SD-13 a barrier is a message of its own, and waits until the manager closes its file")
  void aBarrierWaits() throws Exception {
    try (NotifyPeer manager = NotifyPeer.at(path())) {
      Notify notify = notify(path());
      assertThat(notify.status("before")).isTrue();
      var barrier =
          Threads.start(() -> notify.barrier(Duration.ofDays(365_000_000))).awaitWaiting();
      manager.expect("STATUS=before");
      manager.expect(1, "BARRIER=1");
      barrier.awaitWaiting();
      assertThat(barrier.task()).isNotDone();
      manager.closeFiles();
      assertThat(barrier.get()).isTrue();
      assertThat(told).isEmpty();
    }
  }

  @Test
  @DisplayName("SD-13 but no longer than its limit")
  void aBarrierHasALimit() throws Exception {
    try (NotifyPeer manager = NotifyPeer.at(path())) {
      Notify notify = notify(path());
      assertThat(notify.barrier(Duration.ofMillis(20))).isFalse();
      assertThat(told)
          .containsExactly(
              "the service manager has not handled the earlier messages within PT0.02S");
      manager.expect(1, "BARRIER=1");
      var interrupted = Threads.start(() -> notify.barrier(Duration.ofDays(1))).awaitWaiting();
      interrupted.thread().interrupt();
      assertThat(interrupted.get()).isFalse();
      assertThat(told.getLast()).endsWith("BARRIER=1: the thread was interrupted while it waited");
    }
  }
}
