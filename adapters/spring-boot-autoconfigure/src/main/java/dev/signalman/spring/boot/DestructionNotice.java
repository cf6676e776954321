package dev.signalman.spring.boot;

import org.springframework.beans.factory.config.DestructionAwareBeanPostProcessor;
import org.springframework.core.Ordered;
import org.springframework.core.PriorityOrdered;

/// Notes which bean is being destroyed. It comes before everything else that is done to the bean.
final class DestructionNotice implements DestructionAwareBeanPostProcessor, PriorityOrdered {
  private final BeanStops stops;

  DestructionNotice(BeanStops stops) {
    this.stops = stops;
  }

  @Override
  public void postProcessBeforeDestruction(Object bean, String name) {
    stops.endedIn(Thread.currentThread());
    stops.began(name, bean, "its destruction");
  }

  @Override
  public int getOrder() {
    return Ordered.HIGHEST_PRECEDENCE;
  }
}
