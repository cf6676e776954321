package dev.signalman.examples.netty;

import dev.signalman.Signal;
import dev.signalman.SignalSet;
import dev.signalman.lifecycle.InFlight;
import dev.signalman.lifecycle.Lifecycle;
import dev.signalman.lifecycle.Stage;
import dev.signalman.netty.Connections;
import dev.signalman.netty.NettySignals;
import dev.signalman.netty.NettyStages;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpServerKeepAliveHandler;
import io.netty.handler.codec.http.HttpServerUpgradeHandler;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http2.CleartextHttp2ServerUpgradeHandler;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2ServerUpgradeCodec;
import io.netty.handler.codec.http2.Http2StreamFrameToHttpObjectCodec;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// Greets on port 8080, by HTTP/1.1 and by HTTP/2 without TLS, half a second after each request.
/// TERM: nothing new is accepted, and each request that was read is answered. USR1: tells how many
/// there are.
public final class Greeter {
  private static final int LARGEST = 65_536;
  private static final int USUAL_PORT = 8080;

  private Greeter() {}

  /// Starts it.
  ///
  /// @param args the port, if it is another
  public static void main(String[] args) throws InterruptedException {
    int port = args.length == 0 ? USUAL_PORT : Integer.parseInt(args[0]);
    Lifecycle life = Lifecycle.builder().open();
    InFlight requests = life.inFlight("requests");
    Connections connections = new Connections(requests);
    EventLoopGroup loops = new MultiThreadIoEventLoopGroup(NioIoHandler.newFactory());
    Channel server =
        new ServerBootstrap()
            .group(loops)
            .channel(NioServerSocketChannel.class)
            .childHandler(new Connection(connections))
            .bind(port)
            .sync()
            .channel();

    Stage http = life.stage("http").within(Duration.ofSeconds(15));
    NettyStages.drain(http, connections, server);
    NettyStages.end(life.stage("loops").after(http), loops);
    NettySignals.handle(
        loops.next(), SignalSet.of(Signal.USR1), info -> say(info + ": " + requests));

    life.ready();
    say("greets on " + text(server.localAddress()) + ", pid " + ProcessHandle.current().pid());
    life.await();
  }

  private static String text(SocketAddress address) {
    return address.toString();
  }

  private static void say(String line) {
    System.out.println(line);
  }

  /// A client may begin with HTTP/2, change to it, or stay with HTTP/1.1.
  private static final class Connection extends ChannelInitializer<Channel> {
    private final Connections connections;

    Connection(Connections connections) {
      this.connections = connections;
    }

    @Override
    protected void initChannel(Channel channel) {
      HttpServerCodec codec = new HttpServerCodec();
      HttpServerUpgradeHandler upgrade =
          new HttpServerUpgradeHandler(
              codec,
              _ ->
                  new Http2ServerUpgradeCodec(
                      Http2FrameCodecBuilder.forServer().build(), connections.http2(), streams()),
              LARGEST);
      channel
          .pipeline()
          .addLast(
              new CleartextHttp2ServerUpgradeHandler(codec, upgrade, new Http2(connections)),
              connections.http1(),
              new HttpServerKeepAliveHandler(),
              new HttpObjectAggregator(LARGEST),
              new Greeting());
    }
  }

  /// A client that begins with HTTP/2.
  private static final class Http2 extends ChannelInitializer<Channel> {
    private final Connections connections;

    Http2(Connections connections) {
      this.connections = connections;
    }

    @Override
    protected void initChannel(Channel channel) {
      channel
          .pipeline()
          .addLast(Http2FrameCodecBuilder.forServer().build(), connections.http2(), streams());
    }
  }

  private static Http2MultiplexHandler streams() {
    return new Http2MultiplexHandler(
        new ChannelInitializer<>() {
          @Override
          protected void initChannel(Channel stream) {
            stream
                .pipeline()
                .addLast(
                    new Http2StreamFrameToHttpObjectCodec(true),
                    new HttpObjectAggregator(LARGEST),
                    new Greeting());
          }
        });
  }

  private static final class Greeting extends SimpleChannelInboundHandler<FullHttpRequest> {
    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
      FullHttpResponse answer =
          new DefaultFullHttpResponse(
              HttpVersion.HTTP_1_1,
              HttpResponseStatus.OK,
              Unpooled.copiedBuffer("hello from " + request.uri() + "\n", StandardCharsets.UTF_8));
      answer.headers().setInt(HttpHeaderNames.CONTENT_LENGTH, answer.content().readableBytes());
      context.executor().schedule(() -> context.writeAndFlush(answer), 500, TimeUnit.MILLISECONDS);
    }
  }
}
