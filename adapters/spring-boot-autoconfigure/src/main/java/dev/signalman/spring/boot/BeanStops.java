package dev.signalman.spring.boot;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The beans of a context that are being stopped or destroyed.
final class BeanStops {
  /// One of them.
  ///
  /// @param bean its name
  /// @param type its class
  /// @param doing the step that is awaited
  /// @param began when that began ([System#nanoTime])
  /// @param thread the thread that asked it
  record BeanStop(String bean, Class<?> type, String doing, long began, Thread thread) {}

  private final Map<String, BeanStop> running = new ConcurrentHashMap<>();

  void began(String bean, Object instance, String doing) {
    running.put(
        bean,
        new BeanStop(bean, instance.getClass(), doing, System.nanoTime(), Thread.currentThread()));
  }

  void ended(String bean) {
    running.remove(bean);
  }

  /// The thread that destroyed a bean comes to the next one: that bean is destroyed.
  void endedIn(Thread thread) {
    running.values().removeIf(stop -> stop.thread().equals(thread));
  }

  /// Those that are stopped at this moment.
  Collection<BeanStop> running() {
    return List.copyOf(running.values());
  }
}
