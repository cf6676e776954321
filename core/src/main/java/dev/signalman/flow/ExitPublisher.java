package dev.signalman.flow;

import dev.signalman.process.Child;
import dev.signalman.process.ExitStatus;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.SubmissionPublisher;

/// A publisher of the exits of some children.
///
/// ```java
/// ExitPublisher.of(workers).subscribe(subscriber);
/// ```
///
/// Each subscriber gets the exit of each child, in the order in which they become known, and then
/// the end of the stream. Children that had already ended are included. No exit is lost: the
/// publisher keeps them until the subscriber requests them. A cancelled subscription no longer
/// refers to the children.
public final class ExitPublisher implements Flow.Publisher<ChildExit> {
  private final List<Child> children;
  private final Executor executor;

  private ExitPublisher(Collection<Child> children, Executor executor) {
    this.children = List.copyOf(children);
    this.executor = Objects.requireNonNull(executor, "executor");
  }

  /// Publishes the exits of these children. The common pool of the VM calls the subscribers.
  public static ExitPublisher of(Collection<Child> children) {
    return of(children, ForkJoinPool.commonPool());
  }

  /// The same, but `executor` calls the subscribers. It must not make its caller wait. If it
  /// throws, the stream ends with that exception.
  public static ExitPublisher of(Collection<Child> children, Executor executor) {
    return new ExitPublisher(children, executor);
  }

  @Override
  public void subscribe(Flow.Subscriber<? super ChildExit> subscriber) {
    new Stream(Objects.requireNonNull(subscriber, "subscriber")).begin();
  }

  /// The stream of one subscriber.
  private final class Stream implements Flow.Subscriber<ChildExit>, Flow.Subscription {
    private final Flow.Subscriber<? super ChildExit> subscriber;

    /// Has room for all exits, so that it never waits and never discards one.
    private final SubmissionPublisher<ChildExit> exits =
        new SubmissionPublisher<>(executor, Math.max(1, children.size()));

    private final List<CompletableFuture<ExitStatus>> awaited = new ArrayList<>();
    private volatile Flow.Subscription inner = this;
    private int left = children.size();
    private boolean cancelled;

    Stream(Flow.Subscriber<? super ChildExit> subscriber) {
      this.subscriber = subscriber;
    }

    void begin() {
      exits.subscribe(this);
      if (children.isEmpty()) {
        exits.close();
      }
      for (Child child : children) {
        CompletableFuture<ExitStatus> exit = child.onExit(executor);
        keep(exit);
        CompletableFuture<ExitStatus> _ =
            exit.whenComplete((status, error) -> {
              if (error == null) {
                ended(new ChildExit(child, status));
              } else {
                refused(error);
              }
            });
      }
    }

    private synchronized void keep(CompletableFuture<ExitStatus> exit) {
      if (cancelled) {
        exit.cancel(false);
      } else {
        awaited.add(exit);
      }
    }

    private synchronized void ended(ChildExit exit) {
      exits.submit(exit);
      left--;
      if (left == 0) {
        exits.close();
      }
    }

    /// The executor has failed; or the subscription was cancelled, and with it the future. The
    /// subscriber must not learn of the latter, even if another thread calls it at this moment.
    private synchronized void refused(Throwable error) {
      if (!cancelled) {
        exits.closeExceptionally(error);
      }
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      inner = subscription;
      subscriber.onSubscribe(this);
    }

    @Override
    public void onNext(ChildExit exit) {
      subscriber.onNext(exit);
    }

    @Override
    public void onError(Throwable error) {
      subscriber.onError(error);
    }

    @Override
    public void onComplete() {
      subscriber.onComplete();
    }

    @Override
    public void request(long count) {
      inner.request(count);
    }

    @Override
    public void cancel() {
      synchronized (this) {
        cancelled = true; // first: it keeps what follows from being taken for an error
        awaited.forEach(exit -> exit.cancel(false));
        awaited.clear();
      }
      inner.cancel();
    }
  }
}
