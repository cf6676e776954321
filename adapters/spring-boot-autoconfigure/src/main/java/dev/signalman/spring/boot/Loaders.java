package dev.signalman.spring.boot;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ConfigurableApplicationContext;

/// Runs code of an application with its class loader. Threads that a signal starts have the
/// system's, which finds nothing in an executable jar.
final class Loaders {
  private Loaders() {}

  /// That of an application. The context itself would give the one of the present thread.
  static @Nullable ClassLoader of(ConfigurableApplicationContext context) {
    return context.getBeanFactory().getBeanClassLoader();
  }

  static <T> T with(@Nullable ClassLoader loader, Supplier<T> action) {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(loader);
    try {
      return action.get();
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  static void run(@Nullable ClassLoader loader, Runnable action) {
    boolean _ =
        with(
            loader,
            () -> {
              action.run();
              return true;
            });
  }
}
