package dev.signalman.spring.boot;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.ConfigurableApplicationContext;

/// Describes the beans that hold the close of a context up, and what threads do in them.
final class StuckBeans {
  private static final int SHOWN = 5;
  private static final String FRAMEWORK = "org.springframework.";

  private StuckBeans() {}

  /// A start that does not end at the request to stop.
  static List<String> describeStart(
      ConfigurableApplicationContext context, Thread starter, boolean threads) {
    String line = "the start of " + context.getId() + " has not ended yet";
    return List.of(threads ? line + "; " + view(starter, starter.getStackTrace()) : line);
  }

  /// The beans that are being stopped.
  static List<String> describe(
      ConfigurableApplicationContext context, BeanStops stops, boolean threads) {
    List<String> lines = new ArrayList<>();
    for (BeanStops.BeanStop stop : stops.running()) {
      Duration took = Duration.ofNanos(System.nanoTime() - stop.began());
      String line =
          "bean "
              + stop.bean()
              + " ("
              + name(stop.type())
              + ") holds the stop up: "
              + stop.doing()
              + " is awaited, for "
              + Spans.text(took);
      lines.add(threads ? line + where(context, stop) : line);
    }
    return lines;
  }

  private static String name(Class<?> type) {
    String name = type.getName();
    int proxy = name.indexOf("$$");
    return proxy < 0 ? name : name.substring(0, proxy);
  }

  /// The threads in code of the bean. If there is none, whatever it waits for is elsewhere: then
  /// the threads in any bean of the application, which for a web server are its requests.
  private static String where(ConfigurableApplicationContext context, BeanStops.BeanStop stop) {
    Map<Thread, StackTraceElement[]> stacks = Thread.getAllStackTraces();
    stacks.put(stop.thread(), stop.thread().getStackTrace()); // may be a virtual one
    Set<String> own = Set.of(name(stop.type()));
    List<String> views = inCodeOf(stacks, own);
    if (views.isEmpty()) {
      stacks.remove(stop.thread());
      views = inCodeOf(stacks, typesOf(context));
    }
    return views.isEmpty() ? "; no thread is seen in it" : String.join("", views);
  }

  private static List<String> inCodeOf(Map<Thread, StackTraceElement[]> stacks, Set<String> types) {
    List<String> views = new ArrayList<>();
    stacks.forEach((thread, stack) -> {
      if (views.size() < SHOWN && Arrays.stream(stack).anyMatch(frame -> isOf(frame, types))) {
        views.add("; " + view(thread, stack));
      }
    });
    return views;
  }

  private static boolean isOf(StackTraceElement frame, Set<String> types) {
    String type = frame.getClassName();
    int inner = type.indexOf('$');
    return types.contains(type) || (inner > 0 && types.contains(type.substring(0, inner)));
  }

  /// The classes of the application's own beans.
  private static Set<String> typesOf(ConfigurableApplicationContext context) {
    Set<String> types = new HashSet<>();
    ConfigurableListableBeanFactory beans = context.getBeanFactory();
    for (String bean : beans.getSingletonNames()) {
      Object instance = beans.getSingleton(bean);
      if (instance != null) {
        String type = name(AopUtils.getTargetClass(instance));
        if (!type.startsWith(FRAMEWORK) && !type.startsWith("java.")) {
          types.add(type);
        }
      }
    }
    return types;
  }

  private static String view(Thread thread, StackTraceElement[] stack) {
    StringBuilder text = new StringBuilder("thread ").append(thread.getName()).append(' ');
    text.append(doing(thread));
    Stream.of(stack).forEach(frame -> text.append("\n    at ").append(frame));
    return text.toString();
  }

  private static String doing(Thread thread) {
    ThreadInfo info = ManagementFactory.getThreadMXBean().getThreadInfo(thread.threadId());
    if (info == null || info.getLockName() == null || info.getLockOwnerName() == null) {
      return thread.getState().name();
    }
    return info.getThreadState()
        + " for "
        + info.getLockName()
        + ", which thread "
        + info.getLockOwnerName()
        + " has";
  }
}
