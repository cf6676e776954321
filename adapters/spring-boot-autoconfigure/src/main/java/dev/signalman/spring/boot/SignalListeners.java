package dev.signalman.spring.boot;

import dev.signalman.Signal;
import dev.signalman.SignalInfo;
import dev.signalman.SignalSet;
import dev.signalman.signal.SignalRegistration;
import dev.signalman.signal.Signals;
import dev.signalman.spring.SignalListener;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.framework.autoproxy.AutoProxyUtils;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.AnnotationUtils;

/// The methods of beans that listen to signals. They are found before any bean is made, so that no
/// signal is missed, and a wrong one ends the start at once.
final class SignalListeners {
  private static final String FRAMEWORK = "org.springframework.";

  private final List<SignalListenerMethod> methods = new ArrayList<>();
  private final List<SignalRegistration> registrations = new ArrayList<>();
  private final CountDownLatch opened = new CountDownLatch(1);
  private final Executor threads = task -> Thread.ofVirtual().name("signal-listener").start(task);
  private volatile boolean dropping;
  private @Nullable ClassLoader loader;

  /// @param loading that of the application, in which the methods are called
  /// @throws StartRefusedException if a method is wrong
  void find(ConfigurableListableBeanFactory beans, @Nullable ClassLoader loading) {
    loader = loading;
    for (String bean : beans.getBeanNamesForType(Object.class, true, false)) {
      Class<?> type = AutoProxyUtils.determineTargetClass(beans, bean);
      if (type == null) {
        type = beans.getType(bean, false);
      }
      if (type != null
          && !type.getName().startsWith(FRAMEWORK)
          && AnnotationUtils.isCandidateClass(type, SignalListener.class)) {
        find(beans, bean, type);
      }
    }
  }

  private void find(ConfigurableListableBeanFactory beans, String bean, Class<?> type) {
    MethodIntrospector.MetadataLookup<SignalListener> lookup =
        method -> AnnotatedElementUtils.findMergedAnnotation(method, SignalListener.class);
    Map<Method, SignalListener> found = MethodIntrospector.selectMethods(type, lookup);
    found.forEach((method, listener) -> {
      check(beans, bean, method);
      methods.add(new SignalListenerMethod(beans, bean, method, signals(bean, method, listener)));
    });
  }

  private static void check(ConfigurableListableBeanFactory beans, String bean, Method method) {
    Class<?>[] parameters = method.getParameterTypes();
    if (parameters.length > 1
        || (parameters.length == 1 && !parameters[0].equals(SignalInfo.class))) {
      throw refused(
          bean,
          method,
          "it wants other parameters than a SignalInfo",
          "Give it one parameter of type dev.signalman.SignalInfo, or none.",
          null);
    }
    if (Modifier.isStatic(method.getModifiers())) {
      throw refused(bean, method, "it is static", "Make it a method of the bean.", null);
    }
    if (beans.containsBeanDefinition(bean)) {
      BeanDefinition definition = beans.getMergedBeanDefinition(bean);
      if (!definition.isSingleton()) {
        throw refused(
            bean,
            method,
            "its bean has the scope \"" + definition.getScope() + "\", so there is no one to call",
            "Move it to a singleton.",
            null);
      }
    }
  }

  private static SignalSet signals(String bean, Method method, SignalListener listener) {
    SignalSet signals = SignalSet.none();
    for (String name : listener.value()) {
      try {
        signals = signals.with(Signal.parse(name.strip()));
      } catch (IllegalArgumentException e) {
        throw refused(
            bean,
            method,
            "it says \"" + name + "\": " + e.getMessage(),
            "Name signals as in kill(1): HUP, USR2, RTMIN+3.",
            e);
      }
    }
    if (signals.isEmpty()) {
      throw refused(
          bean, method, "it names no signal", "Name one: @SignalListener(\"HUP\").", null);
    }
    return signals;
  }

  static StartRefusedException refused(
      String bean, Method method, String reason, String wayOut, @Nullable Throwable cause) {
    return new StartRefusedException(
        "The bean \""
            + bean
            + "\" has the @SignalListener "
            + method.getDeclaringClass().getName()
            + "."
            + method.getName()
            + ", and "
            + reason
            + ".",
        wayOut,
        cause);
  }

  /// The signals of all methods.
  SignalSet signals() {
    SignalSet signals = SignalSet.none();
    for (SignalListenerMethod method : methods) {
      signals = signals.union(method.signals());
    }
    return signals;
  }

  /// @throws StartRefusedException if a method listens to HUP, which stops the VM
  void refuseHangUp(boolean stops) {
    for (SignalListenerMethod method : methods) {
      if (stops && method.signals().contains(Signal.HUP)) {
        throw refused(
            method.bean(),
            method.method(),
            "HUP stops this VM: so the application that was started first has it",
            "Set signalman.stop.on=TERM,INT in that application.",
            null);
      }
    }
  }

  /// Takes the signals. Those that come are handled once the beans are there.
  ///
  /// @throws StartRefusedException if one of them cannot be taken
  void listen() {
    for (SignalListenerMethod method : methods) {
      try {
        registrations.add(Signals.handle(method.signals(), info -> handle(method, info), threads));
      } catch (RuntimeException e) {
        throw refused(
            method.bean(), method.method(), Refusals.of(e).problem(), Refusals.of(e).wayOut(), e);
      }
    }
  }

  private void handle(SignalListenerMethod method, SignalInfo info) throws InterruptedException {
    opened.await();
    if (!dropping) {
      Loaders.run(loader, () -> method.call(info));
    }
  }

  /// The beans are there.
  void open() {
    opened.countDown();
  }

  /// The beans go: no method is called any more.
  void drop() {
    dropping = true;
    opened.countDown();
  }

  /// Gives the signals back.
  void close() {
    registrations.forEach(SignalRegistration::close);
  }

  /// The methods and their signals, for people.
  List<String> describe() {
    return methods.stream().map(SignalListenerMethod::toString).toList();
  }
}
