package dev.signalman.lifecycle;

import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Counts work of one kind that has begun and not ended, such as requests. It knows how much there
/// is, which piece is the oldest, and when none is left.
///
/// ```java
/// InFlight requests = life.inFlight("http requests");
/// drain.add("requests", requests::drained);
///
/// try (InFlight.Work work = requests.enter("GET /orders")) {
///   answer();
/// }
/// ```
///
/// Any thread may use it. A piece of work costs one entry of a concurrent map.
public final class InFlight {
  private final String kind;
  private final LongSupplier clock;
  private final Set<Work> present = ConcurrentHashMap.newKeySet();
  private volatile @Nullable CompletableFuture<@Nullable Void> drained;
  private volatile boolean refuses;
  private volatile boolean closed;

  /// @param clock nanoseconds
  InFlight(String kind, LongSupplier clock) {
    this.kind = kind;
    this.clock = clock;
  }

  /// A piece of work, until it is closed.
  public final class Work implements AutoCloseable {
    private final String name;
    private final long began = clock.getAsLong();

    private Work(String name) {
      this.name = name;
    }

    /// Ends this piece of work. A second call does nothing.
    @Override
    public void close() {
      if (present.remove(this)) {
        completeIfDrained();
      }
    }

    @Override
    public String toString() {
      return kind + ": " + name;
    }
  }

  /// Work that has not ended. As text: `3 http requests in flight, the oldest GET /orders for 4.2
  /// s`.
  ///
  /// @param kind its kind
  /// @param count how many pieces
  /// @param oldest the name of the oldest; empty if there is none
  /// @param age the age of the oldest
  public record Left(String kind, int count, String oldest, Duration age) {
    @Override
    public String toString() {
      String all = count + " " + kind + " in flight";
      return count == 0 ? all : all + ", the oldest " + oldest + " for " + Spans.text(age);
    }
  }

  /// Begins a piece of work.
  ///
  /// @param name is shown if this piece is the oldest
  /// @throws RejectedExecutionException if new work is refused, see [#refuseInStages]
  public Work enter(String name) {
    Work work = new Work(Objects.requireNonNull(name, "name"));
    present.add(work);
    if (refuses && closed) {
      work.close();
      throw new RejectedExecutionException(
          "no new " + kind + ": the program stops (" + name + "); send it to another instance");
    }
    return work;
  }

  /// Refuses new work from the moment that the stages begin, which is after the drain delay.
  /// Without this call, work is accepted to the end, because parts of the program that stop may
  /// need it.
  ///
  /// @return this
  public InFlight refuseInStages() {
    refuses = true;
    return this;
  }

  void closeIntake() {
    closed = true;
  }

  /// How many pieces of work have not ended.
  public int count() {
    return present.size();
  }

  /// The work that has not ended. Takes time in proportion to the number of pieces.
  public Left left() {
    int count = 0;
    Work oldest = null;
    for (Work work : present) {
      count++;
      if (oldest == null || work.began - oldest.began < 0) {
        oldest = work;
      }
    }
    return oldest == null
        ? new Left(kind, 0, "", Duration.ZERO)
        : new Left(kind, count, oldest.name, Duration.ofNanos(clock.getAsLong() - oldest.began));
  }

  /// Returns a future that completes as soon as no work is left. Work that begins meanwhile counts,
  /// too.
  public synchronized CompletionStage<@Nullable Void> drained() {
    CompletableFuture<@Nullable Void> awaited = drained;
    if (awaited == null || awaited.isDone()) {
      awaited = new CompletableFuture<>();
      drained = awaited; // before the look at what is present: work that ends now sees it
    }
    completeIfDrained();
    return awaited.minimalCompletionStage();
  }

  private void completeIfDrained() {
    CompletableFuture<@Nullable Void> awaited = drained;
    if (awaited != null && present.isEmpty()) {
      awaited.complete(null);
    }
  }

  @Override
  public String toString() {
    return left().toString();
  }
}
