package dev.signalman.spring.boot;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.InstantiationAwareBeanPostProcessor;
import org.springframework.core.Ordered;
import org.springframework.core.PriorityOrdered;

/// Ends a start at the next bean if the application has been asked to stop.
final class StartGuard implements InstantiationAwareBeanPostProcessor, PriorityOrdered {
  private final Attached context;

  StartGuard(Attached context) {
    this.context = context;
  }

  @Override
  public @Nullable Object postProcessBeforeInstantiation(Class<?> type, String name) {
    context.checkStart();
    return null;
  }

  @Override
  public int getOrder() {
    return Ordered.HIGHEST_PRECEDENCE;
  }
}
