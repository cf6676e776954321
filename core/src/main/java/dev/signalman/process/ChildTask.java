package dev.signalman.process;

import java.io.IOException;

/// Work with a child that lives as long as the work: [Spawn#run].
///
/// @param <T> the type of the result
/// @param <E> the type of the exceptions that the work may throw besides `IOException` and
///   `InterruptedException`
@FunctionalInterface
public interface ChildTask<T, E extends Exception> {
  /// Does the work.
  T with(Child child) throws E, IOException, InterruptedException;
}
