package dev.signalman.smoke;

import dev.signalman.SignalInfo;
import dev.signalman.spring.ReloadEvent;
import dev.signalman.spring.SignalListener;
import java.util.TreeSet;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

@Component
class Signals {
  @SignalListener("USR2")
  void user(SignalInfo info) {
    System.out.println("listener " + info);
  }

  @EventListener
  void reloaded(ReloadEvent event) {
    System.out.println("reloaded " + new TreeSet<>(event.changedKeys()));
  }
}
