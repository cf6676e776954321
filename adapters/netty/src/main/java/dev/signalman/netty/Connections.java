package dev.signalman.netty;

import dev.signalman.lifecycle.InFlight;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The HTTP connections of one or more servers. When their stage begins ([NettyStages#drain]), they
/// end in order:
///
/// - HTTP/1: each request that was read is answered. The last answer says `Connection: close`, and
///   then the connection is closed. On a connection without a request, the client may still send
///   one until the idle time is over; then the connection is closed.
/// - HTTP/2: the server sends a GOAWAY that still allows all streams, and a PING. After the answer
///   to the PING, or after the idle time, it sends a GOAWAY with the number of the last stream.
///   Each stream up to that number is answered. Then the connection is closed.
/// - Other connections, for example with WebSocket, are closed when the idle time is over.
///
/// Each connection needs a new handler:
///
/// ```java
/// pipeline.addLast(new HttpServerCodec(), connections.http1(), new Orders());
/// pipeline.addLast(Http2FrameCodecBuilder.forServer().build(), connections.http2(), multiplexer);
/// ```
public final class Connections {
  private static final Duration USUAL_IDLE = Duration.ofMillis(500);

  /// How often closed channels are searched for: a loop that has ended reports none.
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final @Nullable InFlight requests;
  private final long idleNanos;

  // Guarded by this, as all below.
  private final Set<Channel> open = new HashSet<>();
  private @Nullable String stage;
  private boolean draining;
  private boolean aborted;

  /// Requests that were not answered because their loop was shut down.
  private int cut;

  /// Connections with an idle time of 500 ms.
  ///
  /// @param requests counts their requests, for the report
  public Connections(InFlight requests) {
    this(requests, USUAL_IDLE);
  }

  /// Connections with another idle time.
  ///
  /// @param requests counts their requests, for the report
  /// @param idle how long a connection without a request stays open after the stage has begun; a
  ///   client that sends one in this time gets its answer
  /// @throws IllegalArgumentException if the idle time is negative
  public Connections(InFlight requests, Duration idle) {
    this(idle, Objects.requireNonNull(requests, "requests"));
  }

  Connections(Duration idle, @Nullable InFlight requests) {
    if (idle.isNegative()) {
      throw new IllegalArgumentException("signalman-netty: an idle time is not negative: " + idle);
    }
    this.requests = requests;
    this.idleNanos = idle.toNanos();
  }

  /// A handler for a connection with HTTP/1, which comes right after its `HttpServerCodec`. If the
  /// connection changes to HTTP/2, the handler of [#http2] takes its place; if it changes to
  /// another protocol, the handler removes itself.
  public ChannelHandler http1() {
    return new Http1Drain(this);
  }

  /// A handler for a connection with HTTP/2, which comes after its `Http2FrameCodec`, or another
  /// `Http2ConnectionHandler`.
  public ChannelHandler http2() {
    return new Http2Drain(this);
  }

  /// The number of open connections.
  public synchronized int count() {
    return open.size();
  }

  synchronized void belongTo(String name) {
    if (stage != null) {
      throw new IllegalStateException(
          "signalman-netty: these connections are drained in the stage "
              + stage
              + " already; make other Connections for the stage "
              + name);
    }
    stage = name;
  }

  synchronized void belongToNone() {
    stage = null;
  }

  /// Counts the connections that a server accepts, also before they have a handler.
  void watch(Channel server) {
    server.pipeline().addFirst(new Accepted());
  }

  private final class Accepted extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      if (message instanceof Channel accepted) {
        add(accepted);
      }
      context.fireChannelRead(message);
    }
  }

  void add(Channel channel) {
    synchronized (this) {
      if (!open.add(channel)) {
        return;
      }
    }
    channel.closeFuture().addListener(_ -> remove(channel));
  }

  /// Runs in the loop, before the handlers know that the channel is closed.
  private void remove(Channel channel) {
    DrainHandler handler = channel.pipeline().get(DrainHandler.class);
    boolean loopEnds = handler != null && channel.eventLoop().isShuttingDown();
    synchronized (this) {
      if (handler != null && loopEnds) {
        cut += handler.unanswered();
      }
      open.remove(channel);
      notifyAll();
    }
  }

  synchronized boolean isDraining() {
    return draining;
  }

  synchronized boolean isAborted() {
    return aborted;
  }

  long idleNanos() {
    return idleNanos;
  }

  /// Begins a request; null if requests are not counted.
  InFlight.@Nullable Work enter(String name) {
    return requests == null ? null : requests.enter(name);
  }

  void drain(Channel... servers) throws InterruptedException {
    for (Channel server : servers) {
      server.close();
    }
    for (Channel server : servers) {
      server.closeFuture().await();
    }
    for (Channel channel : beginDrain()) {
      inLoop(channel, () -> drain(channel));
    }
    if (!awaitClosed(idleNanos)) {
      present().forEach(channel -> inLoop(channel, () -> closeIfOther(channel)));
      boolean _ = awaitClosed(Long.MAX_VALUE);
    }
    failIfCut();
  }

  private synchronized List<Channel> beginDrain() {
    draining = true;
    return present();
  }

  private synchronized List<Channel> present() {
    return new ArrayList<>(open);
  }

  /// A channel that is not registered yet gets a handler later, which sees the drain. A channel
  /// whose loop was shut down is already being closed. Neither needs a call.
  private static void inLoop(Channel channel, Runnable task) {
    if (channel.isRegistered()) {
      try {
        channel.eventLoop().execute(task);
      } catch (RejectedExecutionException _) {
        // Its loop has closed it.
      }
    }
  }

  private static void drain(Channel channel) {
    DrainHandler handler = channel.pipeline().get(DrainHandler.class);
    if (handler != null) {
      handler.drain();
    }
  }

  private static void closeIfOther(Channel channel) {
    if (channel.pipeline().get(DrainHandler.class) == null) {
      channel.close();
    }
  }

  /// @return whether all are closed
  private synchronized boolean awaitClosed(long nanos) throws InterruptedException {
    long began = System.nanoTime();
    while (!open.isEmpty()) {
      boolean _ = open.removeIf(channel -> !channel.isOpen()); // a loop that ended tells nobody
      long left = nanos - (System.nanoTime() - began);
      if (left <= 0) {
        return false;
      }
      TimeUnit.NANOSECONDS.timedWait(this, Math.min(left, LOOK_NANOS));
    }
    return true;
  }

  private synchronized void failIfCut() {
    if (cut > 0) {
      throw new IllegalStateException(
          "signalman-netty: "
              + cut
              + " requests were not answered, because their loop was shut down before the stage "
              + stage
              + " was over; shut loops down in a stage after it: NettyStages.end");
    }
  }

  /// Closes the remaining connections without a wait for streams, and so not through the codec of
  /// HTTP/2.
  void abort() {
    List<Channel> left;
    synchronized (this) {
      aborted = true;
      left = present();
    }
    for (Channel channel : left) {
      inLoop(
          channel,
          () -> {
            ChannelHandlerContext first = channel.pipeline().firstContext();
            if (first == null) {
              channel.close();
            } else {
              first.close();
            }
          });
    }
  }

  @Override
  public synchronized String toString() {
    return open.size() + " connections" + (draining ? ", draining" : "");
  }
}
