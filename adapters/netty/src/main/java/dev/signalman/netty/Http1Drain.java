package dev.signalman.netty;

import dev.signalman.lifecycle.InFlight;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;

/// A connection with HTTP/1: requests may follow each other without a wait for the answers, which
/// come in the same order.
final class Http1Drain extends DrainHandler {
  /// Those that have no full answer. A queue holds no null, which stands for work that nobody
  /// counts.
  private final Queue<Optional<InFlight.Work>> requests = new ArrayDeque<>();

  /// The answer that is being written is a preliminary one, such as 100.
  private boolean provisional;

  /// The answer that is being written changes the protocol.
  private boolean switching;

  /// The answer that is being written says that it is the last one.
  private boolean last;

  /// The data that is read now came after the last request that is answered.
  private boolean discarding;

  private boolean idleIsOver;

  Http1Drain(Connections connections) {
    super(connections);
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
    if (message instanceof HttpRequest request) {
      discarding = last;
      if (!discarding) {
        requests.add(Optional.ofNullable(enter(request.method() + " " + request.uri())));
      }
    }
    if (discarding) {
      ReferenceCountUtil.release(message);
    } else {
      super.channelRead(context, message);
    }
  }

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise)
      throws Exception {
    if (message instanceof HttpResponse answer) {
      beginAnswer(answer);
    }
    if (message instanceof LastHttpContent && !provisional) {
      super.write(context, message, promise.unvoid().addListener(_ -> answered()));
    } else {
      super.write(context, message, promise);
    }
  }

  private void beginAnswer(HttpResponse answer) {
    switching = answer.status().code() == HttpResponseStatus.SWITCHING_PROTOCOLS.code();
    provisional = !switching && answer.status().codeClass() == HttpStatusClass.INFORMATIONAL;
    if (isDraining() && !provisional && !switching && requests.size() <= 1) {
      answer.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
      last = true;
    }
  }

  private void answered() {
    Optional<InFlight.Work> done = requests.poll();
    if (done != null) {
      done.ifPresent(InFlight.Work::close);
    }
    if (switching) {
      context().pipeline().remove(this);
    } else {
      closeIfDone();
    }
  }

  private void closeIfDone() {
    if (last || (idleIsOver && requests.isEmpty())) {
      context().close();
    }
  }

  @Override
  void attach() {
    // It needs nothing but its own messages.
  }

  @Override
  void begin() {
    // Its answers change from now on.
  }

  @Override
  void idleOver() {
    idleIsOver = true;
    if (requests.isEmpty()) {
      context().close();
    }
  }

  @Override
  int unanswered() {
    return requests.size();
  }

  @Override
  List<InFlight.Work> takeUnanswered() {
    List<InFlight.Work> left = requests.stream().flatMap(Optional::stream).toList();
    requests.clear();
    return left;
  }
}
