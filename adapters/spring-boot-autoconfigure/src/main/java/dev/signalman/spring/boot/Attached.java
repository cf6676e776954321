package dev.signalman.spring.boot;

import dev.signalman.Signal;
import java.util.List;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.DefaultSingletonBeanRegistry;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.context.ConfigurableApplicationContext;

/// The context of an application, from before its refresh until it is closed.
final class Attached {
  private static final String NAME = "signalmanAttached";

  private final ConfigurableApplicationContext context;
  private final Settings wanted;
  private final Thread starter = Thread.currentThread();
  private final BeanStops stops = new BeanStops();
  private final SignalListeners listeners = new SignalListeners();
  private volatile boolean refreshed;
  private boolean refusing;

  private Attached(ConfigurableApplicationContext context, Settings wanted) {
    this.context = context;
    this.wanted = wanted;
  }

  /// Attaches a context that has no beans yet: a bean that is registered now is destroyed last.
  static Attached to(ConfigurableApplicationContext context, Settings wanted) {
    Attached attached = of(context, wanted);
    context.addBeanFactoryPostProcessor(attached::settle);
    VmLifecycle.THIS.attach(attached);
    return attached;
  }

  /// The same without taking signals.
  static Attached of(ConfigurableApplicationContext context, Settings wanted) {
    Attached attached = new Attached(context, wanted);
    ConfigurableListableBeanFactory beans = context.getBeanFactory();
    beans.registerSingleton(NAME, attached);
    if (beans instanceof DefaultSingletonBeanRegistry registry) {
      registry.registerDisposableBean(NAME, attached::closed);
    }
    return attached;
  }

  /// All beans are described, and none is made: the last moment to choose the signals.
  private void settle(ConfigurableListableBeanFactory beans) {
    checkStart();
    listeners.find(beans, beans.getBeanClassLoader());
    Settings complete = wanted.withListeners(listeners.signals());
    boolean first = !VmLifecycle.THIS.isSettled();
    try {
      VmLifecycle.THIS.settle(complete);
      refuseIfOthersStop();
      listeners.listen();
    } catch (StoppedWhileStartingException e) {
      throw e;
    } catch (RuntimeException | LinkageError e) {
      throw Refusals.of(e);
    }
    if (!first && !complete.equals(VmLifecycle.THIS.settings())) {
      Lines.warn(
          "the properties signalman.* of "
              + context.getId()
              + " are not in use: another application of this VM was first");
    }
    beans.addBeanPostProcessor(new StartGuard(this));
    beans.addBeanPostProcessor(new DestructionNotice(stops));
  }

  /// With settings of another application, HUP may stop the VM although this one listens to it.
  private void refuseIfOthersStop() {
    Settings used = VmLifecycle.THIS.settings();
    listeners.refuseHangUp(!used.stopOnChosen() && used.stopOn().contains(Signal.HUP));
  }

  /// @throws StoppedWhileStartingException if the application starts, and has been asked to stop
  void checkStart() {
    if (!refreshed && VmLifecycle.THIS.stops()) {
      throw new StoppedWhileStartingException();
    }
  }

  ConfigurableApplicationContext context() {
    return context;
  }

  BeanStops stops() {
    return stops;
  }

  SignalListeners listeners() {
    return listeners;
  }

  Settings settings() {
    return VmLifecycle.THIS.settings();
  }

  void refreshed() {
    refreshed = true;
    listeners.open();
  }

  /// Once: at the begin of the stop, or just before the close if there is no delay between.
  void refuseTraffic() {
    synchronized (stops) {
      if (refreshed && !refusing && context.isActive()) {
        refusing = true;
        Loaders.run(
            Loaders.of(context),
            () -> AvailabilityChangeEvent.publish(context, ReadinessState.REFUSING_TRAFFIC));
      }
    }
  }

  /// Closes it. If it is still starting, waits until its start has been cut short.
  ///
  /// @return the exit status that its beans choose; 0 if none does
  int close() {
    if (refreshed) {
      refuseTraffic();
      return SpringApplication.exit(context);
    }
    StoppedWhileStartingException.tell();
    context.close(); // it interrupts a start that waits without a limit
    return 0;
  }

  /// What holds its close up, in a few lines.
  List<String> stuck(boolean threads) {
    return refreshed
        ? StuckBeans.describe(context, stops, threads)
        : StuckBeans.describeStart(context, starter, threads);
  }

  /// The listeners stay while the VM stops: another HUP must not end it then.
  private void closed() {
    stops.endedIn(Thread.currentThread());
    listeners.drop();
    if (!VmLifecycle.THIS.stops()) {
      listeners.close();
    }
    VmLifecycle.THIS.detach(this);
  }
}
