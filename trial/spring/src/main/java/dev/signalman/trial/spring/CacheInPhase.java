package dev.signalman.trial.spring;

import dev.signalman.trial.service.Cache;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/// As Spring's time for a phase needs it: a phase after that of the worker, which is told by a
/// callback when the cache is closed.
@Component
@ConditionalOnProperty(name = "phase", havingValue = "true")
class CacheInPhase implements SmartLifecycle {
  private final Cache cache = new Cache();
  private volatile boolean running;

  CacheInPhase() throws InterruptedException {}

  @Override
  public void start() {
    running = true;
  }

  @Override
  public void stop(Runnable callback) {
    Thread.ofPlatform()
        .name("close-cache")
        .start(() -> {
          stop();
          callback.run();
        });
  }

  @Override
  public void stop() {
    cache.close();
    running = false;
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  @Override
  public int getPhase() {
    return -1;
  }
}
