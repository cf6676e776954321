package dev.signalman.netty;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpServerUpgradeHandler;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2ServerUpgradeCodec;
import io.netty.handler.codec.http2.Http2StreamFrameToHttpObjectCodec;
import io.netty.handler.codec.http2.HttpConversionUtil.ExtensionHeaderNames;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// A web server of the tests, with HTTP/1.1 and, by upgrade, HTTP/2. It answers with the path:
/// `/slow` after a while, `/never` not at all, `/busy` keeps its loop.
final class Web {
  private static final int LARGEST = 1 << 16;

  private final Supplier<List<ChannelHandler>> http1;
  private final Supplier<List<ChannelHandler>> http2;

  private Web(Supplier<List<ChannelHandler>> http1, Supplier<List<ChannelHandler>> http2) {
    this.http1 = http1;
    this.http2 = http2;
  }

  static Web drained(Connections connections) {
    return new Web(() -> List.of(connections.http1()), () -> List.of(connections.http2()));
  }

  static Web alone() {
    return new Web(List::of, List::of);
  }

  /// Of the kind that Netty 4.1 has, too.
  @SuppressWarnings("deprecation")
  static EventLoopGroup loops(int count) {
    return new NioEventLoopGroup(count);
  }

  Channel bind(EventLoopGroup loops) throws InterruptedException {
    return new ServerBootstrap()
        .group(loops)
        .channel(NioServerSocketChannel.class)
        .childHandler(new Connection())
        .bind("127.0.0.1", 0)
        .sync()
        .channel();
  }

  static int port(Channel server) {
    return ((InetSocketAddress) server.localAddress()).getPort();
  }

  private final class Connection extends ChannelInitializer<Channel> {
    @Override
    protected void initChannel(Channel channel) {
      HttpServerCodec codec = new HttpServerCodec();
      channel
          .pipeline()
          .addLast(codec, new HttpServerUpgradeHandler(codec, _ -> upgrade(), LARGEST));
      http1.get().forEach(channel.pipeline()::addLast);
      channel.pipeline().addLast(new HttpObjectAggregator(LARGEST), new Application());
    }

    private Http2ServerUpgradeCodec upgrade() {
      List<ChannelHandler> drain = http2.get();
      ChannelHandler streams = new Http2MultiplexHandler(new Streams());
      return new Http2ServerUpgradeCodec(
          Http2FrameCodecBuilder.forServer().build(),
          drain.isEmpty()
              ? new ChannelHandler[] {streams}
              : new ChannelHandler[] {drain.getFirst(), streams});
    }
  }

  private static final class Streams extends ChannelInitializer<Channel> {
    @Override
    protected void initChannel(Channel stream) {
      stream
          .pipeline()
          .addLast(
              new Http2StreamFrameToHttpObjectCodec(true),
              new HttpObjectAggregator(LARGEST),
              new Application());
    }
  }

  private static final class Application extends SimpleChannelInboundHandler<FullHttpRequest> {
    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request)
        throws Exception {
      String stream = request.headers().get(ExtensionHeaderNames.STREAM_ID.text(), "");
      String path = request.uri();
      switch (path) {
        case "/never" -> System.out.println("reads " + path);
        case "/slow", "/late" -> {
          System.out.println("reads " + path);
          int millis = path.equals("/slow") ? 300 : 60_000;
          context
              .executor()
              .schedule(() -> answer(context, path, stream), millis, TimeUnit.MILLISECONDS);
        }
        case "/busy" -> {
          System.out.println("reads " + path);
          Thread.sleep(TimeUnit.DAYS.toMillis(1));
        }
        default -> {
          // Not at once, so that many are in flight.
          context
              .executor()
              .schedule(() -> answer(context, path, stream), 2, TimeUnit.MILLISECONDS);
        }
      }
    }

    private static void answer(ChannelHandlerContext context, String path, String stream) {
      FullHttpResponse answer =
          new DefaultFullHttpResponse(
              HttpVersion.HTTP_1_1,
              HttpResponseStatus.OK,
              Unpooled.copiedBuffer(path, StandardCharsets.UTF_8));
      answer.headers().setInt(HttpHeaderNames.CONTENT_LENGTH, answer.content().readableBytes());
      if (!stream.isEmpty()) {
        answer.headers().set(ExtensionHeaderNames.STREAM_ID.text(), stream);
      }
      context.writeAndFlush(answer).addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
    }
  }
}
