package dev.signalman.vertx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalman.testkit.ChildJvm;
import dev.signalman.testkit.HttpLoad;
import dev.signalman.testkit.Peer;
import java.io.IOException;
import java.net.http.HttpClient.Version;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// A server in its own VM, with the HTTP client of the JDK.
class VertxStagesTest {
  private static ChildJvm server(String how) throws IOException {
    return ChildJvm.of(Server.class).args(how).vm("--sun-misc-unsafe-memory-access=allow").start();
  }

  private static int port(ChildJvm child) throws InterruptedException {
    String line = child.line();
    assertThat(line).startsWith("ready ");
    return Integer.parseInt(line.substring("ready ".length()));
  }

  @ParameterizedTest
  @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
  @DisplayName(
      "VERTX-04: TERM under load: each request that was read is answered, and the status is the one"
          + " asked for")
  void underLoad(Version version) throws Exception {
    try (ChildJvm child = server("load");
        HttpLoad load = new HttpLoad(port(child), version)) {
      load.start();
      List<CompletableFuture<HttpResponse<String>>> slow = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        slow.add(load.ask("/slow"));
      }
      child.expect("reads /slow", "reads /slow", "reads /slow", "reads /slow");
      Peer.kill("TERM", child.pid());
      for (CompletableFuture<HttpResponse<String>> answer : slow) {
        assertThat(answer.get().body()).isEqualTo("/slow");
        assertThat(answer.get().version()).isEqualTo(version);
      }
      load.expectAnswered(Integer.parseInt(child.line()));
      child.expect("task http/servers DONE", "task vertx/vertx DONE");
      child.expectExit(7);
    }
  }

  @ParameterizedTest
  @CsvSource({"bounded, DONE, 7", "late, LATE, 1"})
  @DisplayName(
      "VERTX-05: a request that is not answered is cut off when the time of the shutdown, or of the"
          + " stage, is over")
  void notAnsweredInTime(String how, String state, int status) throws Exception {
    try (ChildJvm child = server(how);
        HttpLoad load = new HttpLoad(port(child), Version.HTTP_1_1)) {
      CompletableFuture<HttpResponse<String>> never = load.ask("/never");
      child.expect("reads /never");
      Peer.kill("TERM", child.pid());
      child.expect("task http/servers " + state, "task vertx/vertx DONE");
      child.expectExit(status);
      assertThatThrownBy(never::get).hasCauseInstanceOf(IOException.class);
    }
  }

  @Test
  @DisplayName(
      "VERTX-06: a Vert.x that was closed before: the task fails, and says what may be lost")
  void closedFirst() throws Exception {
    try (ChildJvm child = server("closed-first")) {
      port(child);
      child.expect(
          "refused: signalman-vertx: its servers cannot be drained in the stage late: this Vert.x was"
              + " closed; leave closing it to a later stage: VertxStages.end");
      child.expect(
          "refused: signalman-vertx: it cannot be closed in the stage late: this Vert.x was closed;"
              + " leave its end to the stage, or leave it out");
      assertThat(child.line())
          .startsWith("task http/servers FAILED")
          .contains(
              "signalman-vertx: its servers were not drained, and requests may have been cut off")
          .contains("VertxStages.end");
      child.expect("task vertx/vertx DONE");
      child.expectExit(1);
    }
  }

  @Test
  @DisplayName("VERTX-07: after close no thread and no claim is left; a second one in the VM works")
  void nothingIsLeft() throws Exception {
    try (ChildJvm child = server("twice")) {
      for (int i = 0; i < 2; i++) {
        child.expect("task http/servers DONE", "task vertx/vertx DONE");
        child.expect("threads [], claims []");
      }
      child.expectExit(0);
    }
  }

  @Test
  @DisplayName("VERTX-09: Vert.x alone cuts off what it has read, with status 143")
  void vertxAlone() throws Exception {
    try (ChildJvm child = server("alone");
        HttpLoad load = new HttpLoad(port(child), Version.HTTP_1_1)) {
      CompletableFuture<HttpResponse<String>> late = load.ask("/late");
      child.expect("reads /late");
      Peer.kill("TERM", child.pid());
      assertThatThrownBy(late::get).hasCauseInstanceOf(IOException.class);
      child.expectExit(143);
    }
  }
}
