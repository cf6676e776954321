package dev.signalman.tck;

import dev.signalman.flow.ChildExit;
import dev.signalman.flow.ExitPublisher;
import dev.signalman.process.Child;
import dev.signalman.process.Spawn;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.tck.flow.FlowPublisherVerification;

/// The ends of real children.
public final class Exited extends FlowPublisherVerification<ChildExit> {
  private static final int MOST_CHILDREN = 20;

  public Exited() {
    super(Patience.environment());
  }

  @Override
  public Flow.Publisher<ChildExit> createFlowPublisher(long elements) {
    List<Child> children = new ArrayList<>();
    try {
      for (int i = 0; i < elements; i++) {
        children.add(Spawn.of("true").start());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return ExitPublisher.of(children);
  }

  @Override
  public long maxElementsFromPublisher() {
    return MOST_CHILDREN;
  }

  @Override
  public Flow.@Nullable Publisher<ChildExit> createFailedFlowPublisher() {
    return null; // it never fails
  }
}
