package dev.signalman.process;

import java.io.IOException;
import java.time.Duration;
import java.util.Objects;

/// Ties a child to a piece of work: it has ended when the work is over.
final class ChildScope {
  private static final StopPlan USUAL = StopPlan.within(Duration.ofSeconds(10));

  private final SpawnPlan plan;

  ChildScope(SpawnPlan plan) {
    this.plan = plan;
  }

  /// See [Spawn#run].
  <T, E extends Exception> T run(ChildTask<T, E> task) throws E, IOException, InterruptedException {
    Child child = plan.start();
    try (child) {
      T result = task.with(child);
      child.waitFor();
      return result;
    } catch (Throwable e) {
      stop(child, e);
      throw e;
    } finally {
      if (plan.leads()) {
        child.group().close();
      }
    }
  }

  /// Carries the plan out although the thread was interrupted. Another interrupt leads to KILL at
  /// once, or to the end of the wait if the plan does not kill. A child that cannot be signalled
  /// stays, and `cause` tells of it.
  private void stop(Child child, Throwable cause) {
    boolean interrupted = Thread.interrupted();
    StopPlan stop = Objects.requireNonNullElse(plan.stopPlan(), USUAL);
    boolean done = false;
    while (!done) {
      try {
        Target target = plan.leads() ? child.group() : child;
        boolean ended = target.stop(stop).state() == Stopping.State.ENDED;
        if (ended) {
          child.waitFor();
        }
        done = true;
      } catch (InterruptedException _) {
        interrupted = true;
        done = !stop.kills();
        stop = StopPlan.kill();
      } catch (IOException | RuntimeException e) {
        cause.addSuppressed(e);
        done = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
