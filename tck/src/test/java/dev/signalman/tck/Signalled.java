package dev.signalman.tck;

import dev.signalman.Signal;
import dev.signalman.SignalInfo;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.tck.flow.FlowPublisherVerification;

/// Real signals of this process.
public final class Signalled extends FlowPublisherVerification<SignalInfo> {
  private @Nullable Feed last;

  public Signalled() {
    super(Patience.environment());
  }

  /// One test follows the other, so the former one's signals are over.
  @Override
  public synchronized Flow.Publisher<SignalInfo> createFlowPublisher(long elements) {
    Feed former = last;
    if (former != null) {
      former.close();
    }
    Feed feed = new Feed(Signal.RT5, elements);
    last = feed;
    return feed;
  }

  @Override
  public Flow.@Nullable Publisher<SignalInfo> createFailedFlowPublisher() {
    return null; // it never fails
  }
}
