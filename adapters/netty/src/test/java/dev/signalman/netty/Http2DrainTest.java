package dev.signalman.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.DefaultHttp2PingFrame;
import io.netty.handler.codec.http2.Http2ChannelDuplexHandler;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2FrameStream;
import io.netty.handler.codec.http2.Http2GoAwayFrame;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2PingFrame;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// A connection with HTTP/2 between two codecs of Netty, without a network. The server answers only
/// when the test says so.
class Http2DrainTest {
  private final List<Http2FrameStream> asked = new ArrayList<>();
  private final List<String> seen = new ArrayList<>();
  private final Reader reader = new Reader();
  private final EmbeddedChannel server = new EmbeddedChannel();
  private final EmbeddedChannel client = new EmbeddedChannel();

  private void connect(Duration idle) {
    server
        .pipeline()
        .addLast(
            Http2FrameCodecBuilder.forServer().build(),
            new Connections(idle, null).http2(),
            new Application());
    client
        .pipeline()
        .addLast(Http2FrameCodecBuilder.forClient().autoAckPingFrame(false).build(), reader);
    pump();
  }

  private final class Application extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      if (message instanceof Http2HeadersFrame request) {
        asked.add(request.stream());
      } else if (message instanceof Http2PingFrame ping) {
        seen.add("application " + ping.content() + " " + ping.ack());
      }
    }
  }

  private final class Reader extends Http2ChannelDuplexHandler {
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      switch (message) {
        case Http2GoAwayFrame goAway -> {
          seen.add("GOAWAY " + goAway.lastStreamId());
          goAway.release();
        }
        case Http2PingFrame ping -> {
          seen.add("PING");
          pings.add(ping.content());
        }
        case Http2HeadersFrame answer -> seen.add("answer " + answer.stream().id());
        default -> {}
      }
    }
  }

  private final List<Long> pings = new ArrayList<>();

  /// Until neither side has anything for the other.
  private void pump() {
    boolean moved = true;
    while (moved) {
      server.runScheduledPendingTasks();
      client.runScheduledPendingTasks();
      boolean toClient = move(server, client);
      boolean toServer = move(client, server);
      moved = toClient || toServer;
    }
  }

  private static boolean move(EmbeddedChannel from, EmbeddedChannel to) {
    boolean moved = false;
    for (ByteBuf bytes = from.readOutbound(); bytes != null; bytes = from.readOutbound()) {
      if (to.isOpen()) {
        to.writeInbound(bytes);
      } else {
        bytes.release();
      }
      moved = true;
    }
    return moved;
  }

  private void ask() {
    client.writeOutbound(
        new DefaultHttp2HeadersFrame(
                new DefaultHttp2Headers().method("GET").path("/").scheme("http"), true)
            .stream(reader.newStream()));
    pump();
  }

  private void answer() {
    server.writeOutbound(
        new DefaultHttp2HeadersFrame(new DefaultHttp2Headers().status("200"), true)
            .stream(asked.removeFirst()));
    pump();
  }

  private void acknowledge() {
    client.writeOutbound(new DefaultHttp2PingFrame(pings.getFirst(), true));
    pump();
  }

  private void drain() {
    server.pipeline().get(DrainHandler.class).drain();
    pump();
  }

  @AfterEach
  void end() {
    client.finishAndReleaseAll();
    server.finishAndReleaseAll();
  }

  @Test
  @DisplayName(
      "NETTY-05: a GOAWAY that allows all streams, a PING, and after its answer a GOAWAY"
          + " with the last stream; what began in between is answered; then the connection is closed")
  void twoGoAways() {
    connect(Duration.ofMinutes(1));
    ask();
    drain();
    assertThat(seen).containsExactly("GOAWAY " + Integer.MAX_VALUE, "PING");
    ask();
    acknowledge();
    assertThat(seen).last().isEqualTo("GOAWAY 5"); // 3 and 5: the codec leaves 1 to an upgrade
    answer();
    assertThat(server.isOpen()).isTrue();
    answer();
    assertThat(seen).endsWith("answer 3", "answer 5");
    assertThat(server.isOpen()).isFalse();
    assertThat(seen).noneMatch(line -> line.startsWith("application"));
  }

  @Test
  @DisplayName(
      "NETTY-06: without an answer to the PING, the second GOAWAY comes after the idle time")
  void noAnswerToThePing() {
    connect(Duration.ZERO);
    ask();
    drain();
    assertThat(seen).containsExactly("GOAWAY " + Integer.MAX_VALUE, "PING", "GOAWAY 3");
    answer();
    assertThat(server.isOpen()).isFalse();
  }

  @Test
  @DisplayName("NETTY-06: a connection without streams is closed after the PING")
  void noStreams() {
    connect(Duration.ofMinutes(1));
    drain();
    assertThat(server.isOpen()).isTrue();
    acknowledge();
    assertThat(seen).last().isEqualTo("GOAWAY 0");
    assertThat(server.isOpen()).isFalse();
  }

  @Test
  @DisplayName("NETTY-07: without an HTTP/2 codec the message has the way out")
  void noCodec() {
    EmbeddedChannel other = new EmbeddedChannel();
    assertThatThrownBy(
            () -> {
              other.pipeline().addLast(new Connections(Duration.ZERO, null).http2());
              other.checkException();
            })
        .hasStackTraceContaining("signalman-netty: connections.http2() finds no HTTP/2 codec")
        .hasStackTraceContaining("add it after Http2FrameCodec");
    other.finishAndReleaseAll();
  }
}
