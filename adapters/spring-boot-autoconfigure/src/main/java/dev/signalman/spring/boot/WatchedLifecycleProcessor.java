package dev.signalman.spring.boot;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.context.Lifecycle;
import org.springframework.context.Phased;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.support.DefaultLifecycleProcessor;

/// Spring's own, which also notes the beans that it waits for.
final class WatchedLifecycleProcessor extends DefaultLifecycleProcessor {
  private final BeanStops stops;
  private volatile boolean closing;

  WatchedLifecycleProcessor(BeanStops stops, Duration phase) {
    this.stops = stops;
    setTimeoutPerShutdownPhase(phase.toMillis());
  }

  @Override
  public void onClose() {
    closing = true;
    super.onClose();
  }

  @Override
  protected Map<String, Lifecycle> getLifecycleBeans() {
    Map<String, Lifecycle> beans = super.getLifecycleBeans();
    if (!closing) {
      return beans;
    }
    Map<String, Lifecycle> watched = new LinkedHashMap<>();
    beans.forEach((name, bean) ->
        watched.put(
            name,
            bean instanceof SmartLifecycle smart
                ? new WatchedSmart(name, smart)
                : new Watched(name, bean, getPhase(bean))));
    return watched;
  }

  private final class WatchedSmart implements SmartLifecycle {
    private final String name;
    private final SmartLifecycle bean;

    WatchedSmart(String name, SmartLifecycle bean) {
      this.name = name;
      this.bean = bean;
    }

    @Override
    public void start() {
      bean.start();
    }

    @Override
    public void stop() {
      bean.stop();
    }

    @Override
    public void stop(Runnable callback) {
      stops.began(name, bean, "the end of its stop in phase " + getPhase());
      boolean asked = false;
      try {
        bean.stop(() -> {
          stops.ended(name);
          callback.run();
        });
        asked = true;
      } finally {
        if (!asked) {
          stops.ended(name);
        }
      }
    }

    @Override
    public boolean isRunning() {
      return bean.isRunning();
    }

    @Override
    public int getPhase() {
      return WatchedLifecycleProcessor.this.getPhase(bean);
    }
  }

  private final class Watched implements Lifecycle, Phased {
    private final String name;
    private final Lifecycle bean;
    private final int phase;

    Watched(String name, Lifecycle bean, int phase) {
      this.name = name;
      this.bean = bean;
      this.phase = phase;
    }

    @Override
    public void start() {
      bean.start();
    }

    @Override
    public void stop() {
      stops.began(name, bean, "its stop in phase " + phase);
      try {
        bean.stop();
      } finally {
        stops.ended(name);
      }
    }

    @Override
    public boolean isRunning() {
      return bean.isRunning();
    }

    @Override
    public int getPhase() {
      return phase;
    }
  }
}
