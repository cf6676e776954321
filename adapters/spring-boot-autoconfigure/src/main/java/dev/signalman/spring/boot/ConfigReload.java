package dev.signalman.spring.boot;

import dev.signalman.lifecycle.Reload;
import dev.signalman.spring.ReloadEvent;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/// Reads the configuration of all contexts again. If a file cannot be read, none changes.
final class ConfigReload implements Reload {
  /// Of Spring Cloud, which is used by name: no version of it is needed to build this.
  private static final String REFRESHER =
      "org.springframework.cloud.context.refresh.ContextRefresher";

  private final List<Attached> attached;

  ConfigReload(List<Attached> attached) {
    this.attached = attached;
  }

  @Override
  public Runnable prepare() {
    List<Runnable> prepared = new ArrayList<>();
    for (Attached each : attached) {
      ConfigurableApplicationContext context = each.context();
      if (context.isRunning()) {
        ClassLoader loader = Loaders.of(context);
        Runnable next = Loaders.with(loader, () -> prepare(context));
        prepared.add(() -> Loaders.run(loader, next));
      }
    }
    return () -> prepared.forEach(Runnable::run);
  }

  private static Runnable prepare(ConfigurableApplicationContext context) {
    Object refresher = refresher(context);
    if (refresher != null) {
      return () -> publish(context, refresh(refresher));
    }
    ConfigFiles next = ConfigFiles.read(context.getEnvironment());
    return () -> publish(context, next.use());
  }

  private static @Nullable Object refresher(ConfigurableApplicationContext context) {
    ClassLoader loader = Loaders.of(context);
    if (!ClassUtils.isPresent(REFRESHER, loader)) {
      return null;
    }
    Class<?> type = ClassUtils.resolveClassName(REFRESHER, loader);
    return context.getBeanProvider(type).getIfAvailable();
  }

  private static Set<String> refresh(Object refresher) {
    Method method = ClassUtils.getMethod(refresher.getClass(), "refresh");
    Set<String> changed = new HashSet<>();
    if (ReflectionUtils.invokeMethod(method, refresher) instanceof Set<?> keys) {
      keys.forEach(key -> changed.add(String.valueOf(key)));
    }
    return changed;
  }

  private static void publish(ConfigurableApplicationContext context, Set<String> changed) {
    context.publishEvent(new ReloadEvent(context, changed));
  }
}
