package app;

import dev.signalman.Signal;
import dev.signalman.signal.Signals;
import dev.signalman.signal.SignalRegistration;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.stereotype.Component;

/// Is told of USR1. `--reload=false` leaves it out, to see what it adds to the start.
@Component
@ConditionalOnProperty(name = "reload", matchIfMissing = true)
class Reload {
  private static final Logger LOG = LoggerFactory.getLogger(Reload.class);

  private SignalRegistration registration;

  @PostConstruct
  void listen() {
    registration = Signals.handle(Signal.USR1, info -> LOG.info("{}", info));
  }

  @PreDestroy
  void stop() {
    registration.close();
  }
}
