package dev.signalman.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalman.netty.Netties.Netty;
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

/// A server in its own VM, with the HTTP client of the JDK.
class NettyStagesTest {
  private static int port(ChildJvm child) throws InterruptedException {
    String line = child.line();
    assertThat(line).startsWith("ready ");
    return Integer.parseInt(line.substring("ready ".length()));
  }

  @ParameterizedTest
  @CsvSource({"USUAL, HTTP_1_1", "USUAL, HTTP_2", "OLDEST, HTTP_1_1", "OLDEST, HTTP_2"})
  @DisplayName(
      "NETTY-10: TERM under load: each request that was read is answered, and the status is the one"
          + " asked for")
  void underLoad(Netty netty, Version version) throws Exception {
    try (ChildJvm child = netty.start(Server.class, "load");
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
      load.expectAllAnswered();
      child.expect("task http/connections DONE", "task loops/loops DONE");
      child.expectExit(7);
    }
  }

  @Test
  @DisplayName(
      "NETTY-11: a request that is not answered in the stage's time is cut off, and the report names"
          + " it; the loops end")
  void notAnsweredInTime() throws Exception {
    for (Version version : Version.values()) {
      if (version.compareTo(Version.HTTP_2) > 0) {
        continue;
      }
      try (ChildJvm child = Netty.USUAL.start(Server.class, "bounded");
          HttpLoad load = new HttpLoad(port(child), version)) {
        load.ask("/first").get();
        CompletableFuture<HttpResponse<String>> never = load.ask("/never");
        child.expect("reads /never");
        Peer.kill("TERM", child.pid());
        assertThatThrownBy(never::get).hasCauseInstanceOf(IOException.class);
        child.expect("task http/connections LATE", "task loops/loops DONE");
        assertThat(child.line())
            .startsWith("left 1 requests in flight, the oldest ")
            .contains(version == Version.HTTP_1_1 ? "GET /never" : "stream ");
        child.expectExit(1);
      }
    }
  }

  @Test
  @DisplayName("NETTY-11: a loop that does not end is named, with the place where its thread is")
  void aBusyLoop() throws Exception {
    try (ChildJvm child = Netty.USUAL.start(Server.class, "busy");
        HttpLoad load = new HttpLoad(port(child), Version.HTTP_1_1)) {
      CompletableFuture<HttpResponse<String>> busy = load.ask("/busy");
      child.expect("reads /busy");
      Peer.kill("TERM", child.pid());
      child.expect("task http/connections LATE", "task loops/loops LATE");
      assertThat(child.line()).startsWith("left 1 requests in flight, the oldest GET /busy for ");
      assertThat(child.line())
          .contains("signalman-netty: these loops do not end: nioEventLoopGroup-")
          .contains("Web$Application.channelRead0(Web.java:");
      child.expectExit(1);
      assertThatThrownBy(busy::get).hasCauseInstanceOf(IOException.class);
    }
  }

  @Test
  @DisplayName("NETTY-12: loops that were shut down before: the task fails, and says what was lost")
  void loopsWereShutDown() throws Exception {
    try (ChildJvm child = Netty.USUAL.start(Server.class, "loops-first");
        HttpLoad load = new HttpLoad(port(child), Version.HTTP_1_1)) {
      CompletableFuture<HttpResponse<String>> never = load.ask("/never");
      child.expect("reads /never");
      child.send("");
      assertThat(child.line())
          .startsWith("task http/connections FAILED")
          .contains(
              "signalman-netty: 1 requests were not answered, because their loop was shut down")
          .contains("NettyStages.end");
      child.expect("task loops/loops DONE");
      child.expectExit(1);
      assertThatThrownBy(never::get).hasCauseInstanceOf(IOException.class);
    }
  }

  @Test
  @DisplayName("NETTY-12: what was shut down, or belongs to a stage, is refused with the way out")
  void refusals() throws Exception {
    try (ChildJvm child = Netty.USUAL.start(Server.class, "refusals")) {
      child.expect(
          "refused: signalman-netty: these connections are drained in the stage http already; make"
              + " other Connections for the stage again");
      assertThat(child.line())
          .startsWith("refused: signalman-netty: the server ")
          .contains(" was shut down; ", "NettyStages.end");
      assertThat(child.line())
          .startsWith("refused: signalman-netty: the loops cannot be ended in the stage loops: ")
          .endsWith("was shut down; leave its end to the stage, or leave it out");
      child.expect("task http/connections DONE");
      child.expectExit(0);
    }
  }

  @Test
  @DisplayName(
      "NETTY-13: after close no thread and no claim is left; a second server in the VM works")
  void nothingIsLeft() throws Exception {
    try (ChildJvm child = Netty.USUAL.start(Server.class, "twice")) {
      for (int i = 0; i < 2; i++) {
        child.expect("task one/connections DONE", "task two/connections DONE");
        child.expect("task loops/loops DONE", "threads [], claims []");
      }
      child.expectExit(0);
    }
  }

  @Test
  @DisplayName("NETTY-15: Netty alone cuts off what it has read, with status 143")
  void nettyAlone() throws Exception {
    try (ChildJvm child = Netty.USUAL.start(Server.class, "alone");
        HttpLoad load = new HttpLoad(port(child), Version.HTTP_1_1)) {
      CompletableFuture<HttpResponse<String>> late = load.ask("/late");
      child.expect("reads /late");
      Peer.kill("TERM", child.pid());
      assertThatThrownBy(late::get).hasCauseInstanceOf(IOException.class);
      child.expectExit(143);
    }
  }
}
