package dev.signalman.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// A connection with HTTP/1, without a network.
class Http1DrainTest {
  private static final Duration LONG = Duration.ofMinutes(1);

  private EmbeddedChannel channel = connection(LONG);

  private static EmbeddedChannel connection(Duration idle) {
    return new EmbeddedChannel(new Connections(idle, null).http1());
  }

  private void drain() {
    channel.pipeline().get(DrainHandler.class).drain();
    channel.runScheduledPendingTasks();
  }

  /// @return whether the application gets it
  private boolean request() {
    FullHttpRequest request =
        new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/", Unpooled.buffer(1));
    boolean arrived = channel.writeInbound(request);
    if (arrived) {
      channel.<FullHttpRequest>readInbound().release();
    }
    assertThat(request.refCnt()).isZero();
    return arrived;
  }

  private HttpResponse answer(HttpResponseStatus status) {
    channel.writeOutbound(new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status));
    return channel.readOutbound();
  }

  private static boolean saysClose(HttpResponse answer) {
    return answer.headers().containsValue(HttpHeaderNames.CONNECTION, "close", true);
  }

  @Test
  @DisplayName("NETTY-01: before the stage, answers and connections are left alone")
  void beforeTheStage() {
    request();
    assertThat(saysClose(answer(HttpResponseStatus.OK))).isFalse();
    assertThat(channel.isOpen()).isTrue();
  }

  @Test
  @DisplayName("NETTY-01: a request that was read is answered, with Connection: close")
  void aRequestThatWasRead() {
    request();
    drain();
    assertThat(channel.isOpen()).isTrue();
    assertThat(saysClose(answer(HttpResponseStatus.OK))).isTrue();
    assertThat(channel.isOpen()).isFalse();
  }

  @Test
  @DisplayName("NETTY-01: a connection is idle for a while before it is closed")
  void aRequestWhileIdle() {
    drain();
    assertThat(request()).isTrue();
    assertThat(saysClose(answer(HttpResponseStatus.OK))).isTrue();
    assertThat(channel.isOpen()).isFalse();
  }

  @Test
  @DisplayName("NETTY-02: an idle connection is closed when the idle time is over")
  void idle() {
    channel = connection(Duration.ZERO);
    drain();
    assertThat(channel.isOpen()).isFalse();
  }

  @Test
  @DisplayName("NETTY-02: an answer that had begun before the stage ends, and then the connection")
  void anAnswerThatHasBegun() {
    channel = connection(Duration.ZERO);
    request();
    channel.writeOutbound(new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK));
    drain();
    assertThat(channel.isOpen()).isTrue();
    channel.writeOutbound(LastHttpContent.EMPTY_LAST_CONTENT);
    assertThat(channel.isOpen()).isFalse();
  }

  @Test
  @DisplayName(
      "NETTY-03: of several requests on one connection all are answered, the last with"
          + " Connection: close; nothing is read after it")
  void severalRequests() {
    request();
    request();
    drain();
    assertThat(saysClose(answer(HttpResponseStatus.OK))).isFalse();
    channel.writeOutbound(new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK));
    assertThat(saysClose(channel.readOutbound())).isTrue();
    assertThat(request()).isFalse();
    channel.writeOutbound(LastHttpContent.EMPTY_LAST_CONTENT);
    assertThat(channel.isOpen()).isFalse();
  }

  @Test
  @DisplayName("NETTY-04: 100 is no answer yet; after 101 the connection is no longer HTTP")
  void provisionalAnswers() {
    request();
    drain();
    assertThat(saysClose(answer(HttpResponseStatus.CONTINUE))).isFalse();
    assertThat(channel.isOpen()).isTrue();
    assertThat(saysClose(answer(HttpResponseStatus.SWITCHING_PROTOCOLS))).isFalse();
    assertThat(channel.isOpen()).isTrue();
    assertThat(channel.pipeline().get(DrainHandler.class)).isNull();
  }
}
