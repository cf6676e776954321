package dev.signalman.netty;

import dev.signalman.lifecycle.InFlight;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Lets one connection end in order. All its methods run in the loop of the connection.
abstract class DrainHandler extends ChannelDuplexHandler {
  private final Connections connections;
  private @Nullable ChannelHandlerContext context;
  private boolean begun;
  private boolean ended;

  DrainHandler(Connections connections) {
    this.connections = connections;
  }

  @Override
  public final void handlerAdded(ChannelHandlerContext added) throws Exception {
    context = added;
    attach();
    connections.add(added.channel());
    if (connections.isDraining()) {
      drain();
    }
  }

  final ChannelHandlerContext context() {
    if (context == null) {
      throw new IllegalStateException(
          "signalman-netty: the handler is in no pipeline; add it to that of one connection");
    }
    return context;
  }

  final InFlight.@Nullable Work enter(String name) {
    return connections.enter(name);
  }

  /// Only the first call counts: one comes from the stage, and one if the handler is added later.
  final void drain() {
    if (!begun) {
      begun = true;
      begin();
      context().executor().schedule(this::idleOver, connections.idleNanos(), TimeUnit.NANOSECONDS);
    }
  }

  final boolean isDraining() {
    return begun;
  }

  /// The handler is in the pipeline of its connection.
  abstract void attach() throws Exception;

  abstract void begin();

  /// The idle time is over.
  abstract void idleOver();

  /// How many requests have no full answer.
  abstract int unanswered();

  /// The work that the unanswered requests are, for the last time.
  abstract List<InFlight.Work> takeUnanswered();

  @Override
  public void channelInactive(ChannelHandlerContext inactive) throws Exception {
    end();
    super.channelInactive(inactive);
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext removed) {
    end();
  }

  private void end() {
    if (ended) {
      return;
    }
    ended = true;
    List<InFlight.Work> left = takeUnanswered();
    if (!connections.isAborted()) { // otherwise the report shows them
      left.forEach(InFlight.Work::close);
    }
  }
}
