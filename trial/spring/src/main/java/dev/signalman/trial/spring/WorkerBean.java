package dev.signalman.trial.spring;

import dev.signalman.trial.service.Worker;
import org.springframework.context.SmartLifecycle;

/// Stops the worker after the web server, whose phases are higher.
class WorkerBean implements SmartLifecycle {
  private final Worker worker;
  private volatile boolean running;

  WorkerBean(Worker worker) {
    this.worker = worker;
  }

  @Override
  public void start() {
    running = true;
  }

  @Override
  public void stop() {
    try {
      worker.stop();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    running = false;
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  @Override
  public int getPhase() {
    return 0;
  }
}
