package dev.signalman.netty;

import dev.signalman.lifecycle.InFlight;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionAdapter;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameListener;
import io.netty.handler.codec.http2.Http2FrameListenerDecorator;
import io.netty.handler.codec.http2.Http2Stream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A connection with HTTP/2. A single GOAWAY would refuse the streams that the client begins before
/// it has read it; so the first allows all, and the second comes when the client has surely read
/// the first.
final class Http2Drain extends DrainHandler {
  /// Tells the answer to our PING from those to others.
  private static final long PING = 0x7369676e616c6d6eL;

  private final Map<Integer, InFlight.Work> requests = new HashMap<>();
  private final Http2Connection.Listener streams = new Streams();
  private @Nullable Http2ConnectionHandler codec;
  private boolean lastIsSaid;

  Http2Drain(Connections connections) {
    super(connections);
  }

  @Override
  void attach() throws Http2Exception {
    ChannelPipeline pipeline = context().pipeline();
    codec = pipeline.get(Http2ConnectionHandler.class);
    if (codec == null) {
      throw new IllegalStateException(
          "signalman-netty: connections.http2() finds no HTTP/2 codec in the pipeline; add it after"
              + " Http2FrameCodec, or after another Http2ConnectionHandler");
    }
    Http1Drain before = pipeline.get(Http1Drain.class);
    if (before != null) {
      pipeline.remove(before);
    }
    codec
        .connection()
        .forEachActiveStream(stream -> {
          began(stream);
          return true;
        });
    codec.connection().addListener(streams);
  }

  private Http2ConnectionHandler codec() {
    if (codec == null) {
      throw new IllegalStateException("signalman-netty: the handler is in no pipeline");
    }
    return codec;
  }

  private ChannelHandlerContext codecContext() {
    return context().pipeline().context(codec());
  }

  private void began(Http2Stream stream) {
    InFlight.Work work =
        enter("stream " + stream.id() + " of " + context().channel().remoteAddress());
    if (work != null) {
      requests.put(stream.id(), work);
    }
  }

  private final class Streams extends Http2ConnectionAdapter {
    @Override
    public void onStreamActive(Http2Stream stream) {
      began(stream);
    }

    @Override
    public void onStreamClosed(Http2Stream stream) {
      InFlight.Work work = requests.remove(stream.id());
      if (work != null) {
        work.close();
      }
      if (lastIsSaid) {
        // Data that is being written comes first.
        context().executor().execute(Http2Drain.this::closeIfDone);
      }
    }
  }

  @Override
  void begin() {
    Http2FrameListener before = codec().decoder().frameListener();
    codec().decoder().frameListener(new PingAnswer(before));
    goAway(Integer.MAX_VALUE);
    codec().encoder().writePing(codecContext(), false, PING, context().newPromise());
    codecContext().flush();
  }

  private final class PingAnswer extends Http2FrameListenerDecorator {
    PingAnswer(Http2FrameListener before) {
      super(before);
    }

    @Override
    public void onPingAckRead(ChannelHandlerContext context, long data) throws Http2Exception {
      if (data == PING) {
        sayLast();
      } else {
        super.onPingAckRead(context, data);
      }
    }
  }

  private void goAway(int lastStream) {
    codec()
        .goAway(
            codecContext(),
            lastStream,
            Http2Error.NO_ERROR.code(),
            Unpooled.EMPTY_BUFFER,
            context().newPromise());
  }

  private void sayLast() {
    if (!lastIsSaid && context().channel().isActive()) {
      lastIsSaid = true;
      goAway(codec().connection().remote().lastStreamCreated());
      codecContext().flush();
      closeIfDone();
    }
  }

  @Override
  void idleOver() {
    sayLast();
  }

  private void closeIfDone() {
    if (codec().connection().numActiveStreams() == 0) {
      context().close();
    }
  }

  @Override
  int unanswered() {
    return codec().connection().numActiveStreams();
  }

  @Override
  List<InFlight.Work> takeUnanswered() {
    List<InFlight.Work> left = List.copyOf(requests.values());
    requests.clear();
    return left;
  }
}
