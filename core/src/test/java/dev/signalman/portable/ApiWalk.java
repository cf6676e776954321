package dev.signalman.portable;

import dev.signalman.Capabilities;
import dev.signalman.Errno;
import dev.signalman.Signal;
import dev.signalman.SignalInfo;
import dev.signalman.SignalSet;
import dev.signalman.loop.EventLoop;
import dev.signalman.process.Child;
import dev.signalman.process.OtherProcess;
import dev.signalman.process.Spawn;
import dev.signalman.process.Stdio;
import dev.signalman.process.StopPlan;
import dev.signalman.signal.SelfPipe;
import dev.signalman.signal.SignalHandler;
import dev.signalman.signal.SignalQueue;
import dev.signalman.signal.Signals;
import dev.signalman.systemd.Field;
import dev.signalman.systemd.Notify;
import dev.signalman.time.Deadline;
import dev.signalman.time.Ticker;
import java.io.IOException;
import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.net.URISyntaxException;
import java.nio.channels.Selector;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Calls each public method of the exported packages once for each type that it can be called on,
/// with harmless arguments, and prints a line for each refusal.
///
/// A method that waits is called in a thread that is interrupted after a while; one that does not
/// end then is bad, and so is an error.
final class ApiWalk {
  private static final String[] PACKAGES = {
    "", ".io", ".jvm", ".loop", ".process", ".signal", ".systemd", ".time"
  };

  /// They would end this program.
  private static final Set<String> LEFT_OUT =
      Set.of("Signals.raise", "Signals.setDefault", "EventLoop.run", "Notify.handOver");

  private static final Duration PATIENCE = Duration.ofMillis(200);
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final Map<Class<?>, Object> samples = new HashMap<>();
  private final List<Class<?>> types = new ArrayList<>();
  private final Set<String> done = new TreeSet<>();

  private ApiWalk() {}

  public static void main(String[] args) throws Exception {
    ApiWalk walk = new ApiWalk();
    walk.findTypes();
    walk.prepare();
    walk.callAll();
    System.out.println("called " + walk.done.size());
    System.exit(0);
  }

  private void findTypes() throws IOException, URISyntaxException {
    Path root =
        Path.of(Signal.class.getProtectionDomain().getCodeSource().getLocation().toURI())
            .resolve("dev/signalman");
    for (String name : PACKAGES) {
      Path folder = root.resolve(name.replace(".", ""));
      try (Stream<Path> files = Files.list(folder)) {
        files
            .map(file -> file.getFileName().toString())
            .filter(file -> file.endsWith(".class") && !file.equals("package-info.class"))
            .map(file -> "dev.signalman" + name + "." + file.replace(".class", ""))
            .sorted()
            .forEach(this::addType);
      }
    }
  }

  private void addType(String name) {
    try {
      Class<?> type = Class.forName(name, false, ApiWalk.class.getClassLoader());
      boolean shown = Modifier.isPublic(type.getModifiers());
      for (Class<?> outer = type.getEnclosingClass(); outer != null; ) {
        shown &= Modifier.isPublic(outer.getModifiers());
        outer = outer.getEnclosingClass();
      }
      if (shown) {
        types.add(type);
      }
    } catch (Throwable e) {
      System.out.println("BAD " + name + " cannot be loaded: " + e);
    }
  }

  private void prepare() throws Exception {
    put(Signal.class, Signal.USR1);
    put(SignalSet.class, SignalSet.of(Signal.WINCH));
    put(SignalInfo.class, SignalInfo.unknown(Signal.USR1));
    put(Errno.class, Errno.EINVAL);
    put(Capabilities.class, Signals.capabilities());
    put(Duration.class, Duration.ofMillis(1));
    put(Path.class, Path.of("/tmp/portable-api-walk"));
    put(String.class, "word");
    put(List.class, List.of());
    put(Set.class, Set.of());
    put(Collection.class, List.of(Signal.USR1));
    put(Executor.class, (Executor) Runnable::run);
    put(Selector.class, Selector.open());
    put(ProcessHandle.class, new ProcessBuilder("sleep", "60").start().toHandle());
    put(Thread.class, new Thread(() -> {}));
    put(Object.class, "word");
    put(Class.class, ApiWalk.class);
    put(byte[].class, new byte[] {'A', '=', 'B', 0});
    put(TimeUnit.class, TimeUnit.MILLISECONDS);
    put(SignalHandler.class, (SignalHandler) info -> {});
    put(SelfPipe.class, SelfPipe.open(Signal.ALRM));
    put(SignalQueue.class, Signals.queue(Signal.CONT));
    put(Spawn.class, Spawn.of("true").stdout(Stdio.pipe()));
    put(Stdio.class, Stdio.inherit());
    put(StopPlan.class, StopPlan.kill());
    put(EventLoop.class, EventLoop.open());
    Child child = Spawn.of("sleep", "60").stdout(Stdio.pipe()).start();
    put(Child.class, child);
    put(dev.signalman.process.Target.class, child);
    put(OtherProcess.class, OtherProcess.of(child.pid()));
    put(Field.class, Field.READY);
    put(Notify.class, Notify.to("/nowhere"));
    put(Deadline.class, Deadline.after(Duration.ofHours(1)));
    put(Ticker.Builder.class, Ticker.every(Duration.ofHours(1)).on(Signal.URG));
  }

  private void put(Class<?> type, Object sample) {
    samples.put(type, sample);
  }

  /// Results of calls are further objects to call methods on.
  private void callAll() throws Exception {
    Deque<Class<?>> todo = new ArrayDeque<>(types);
    for (int round = 0; round < 3; round++) {
      for (Class<?> type : todo) {
        for (Constructor<?> constructor : type.getConstructors()) {
          call(type, constructor);
        }
        Method[] methods = type.getDeclaredMethods();
        java.util.Arrays.sort(methods, Comparator.comparing(ApiWalk::order));
        for (Method method : methods) {
          if (Modifier.isPublic(method.getModifiers()) && !method.isBridge()) {
            call(type, method);
          }
        }
      }
    }
  }

  /// What ends an object comes last.
  private static String order(Method method) {
    boolean ends = Set.of("close", "discardAndClose", "stop", "restore").contains(method.getName());
    return (ends ? "z" : "a") + method;
  }

  private static String name(Executable executable) {
    List<String> parameters = new ArrayList<>();
    for (Class<?> parameter : executable.getParameterTypes()) {
      parameters.add(parameter.getSimpleName());
    }
    String member = executable instanceof Constructor ? "new" : executable.getName();
    return executable.getDeclaringClass().getSimpleName()
        + "."
        + member
        + "("
        + String.join(",", parameters)
        + ")";
  }

  private void call(Class<?> type, Executable executable) throws Exception {
    String name = name(executable);
    if (done.contains(name) || LEFT_OUT.contains(name.substring(0, name.indexOf('(')))) {
      return;
    }
    boolean bare =
        executable instanceof Constructor || Modifier.isStatic(executable.getModifiers());
    Object target = bare ? null : sample(type);
    if (!bare && target == null) {
      return;
    }
    Class<?>[] parameters = executable.getParameterTypes();
    Object[] arguments = new Object[parameters.length];
    for (int i = 0; i < arguments.length; i++) {
      Object argument = sample(parameters[i]);
      if (argument == null) {
        return; // no object of this type can be made in portable mode
      }
      arguments[i] = argument;
    }
    done.add(name);
    watch(name, executable, target, arguments);
  }

  private void watch(
      String name, Executable executable, @Nullable Object target, Object[] arguments)
      throws Exception {
    CompletableFuture<@Nullable Object> result = new CompletableFuture<>();
    Thread thread =
        Thread.ofPlatform()
            .daemon()
            .start(() -> {
              try {
                executable.setAccessible(true);
                result.complete(
                    executable instanceof Constructor<?> constructor
                        ? constructor.newInstance(arguments)
                        : ((Method) executable).invoke(target, arguments));
              } catch (InvocationTargetException e) {
                result.completeExceptionally(e.getCause());
              } catch (Throwable e) {
                result.completeExceptionally(e);
              }
            });
    thread.join(PATIENCE.toMillis());
    thread.interrupt();
    thread.join(LIMIT.toMillis());
    if (thread.isAlive()) {
      System.out.println("BAD " + name + " hangs");
      return;
    }
    if (result.isCompletedExceptionally()) {
      tell(name, result.exceptionNow());
    } else if (result.resultNow() != null) {
      samples.putIfAbsent(result.resultNow().getClass(), result.resultNow());
    }
  }

  private static void tell(String name, Throwable thrown) {
    if (thrown instanceof Error) {
      System.out.println("BAD " + name + ": " + thrown);
    } else if (thrown instanceof UnsupportedOperationException) {
      boolean named = String.valueOf(thrown.getMessage()).length() > 10;
      boolean ofASet = name.startsWith("SignalSet.");
      System.out.println((named || ofASet ? "" : "BAD ") + name + ": " + thrown.getMessage());
    } else if (thrown instanceof NullPointerException || thrown instanceof ClassCastException) {
      System.out.println("BAD " + name + ": " + thrown);
    }
  }

  private @Nullable Object sample(Class<?> type) {
    Object found = samples.get(type);
    if (found != null) {
      return found;
    }
    if (type == int.class) {
      return 1;
    }
    if (type == long.class) {
      return 1_000_000L;
    }
    if (type == boolean.class) {
      return true;
    }
    if (type.isArray()) {
      Object element = sample(type.getComponentType());
      Object array = Array.newInstance(type.getComponentType(), element == null ? 0 : 1);
      if (element != null) {
        Array.set(array, 0, element);
      }
      return array;
    }
    if (type.isEnum()) {
      return type.getEnumConstants()[0];
    }
    for (Object each : samples.values()) {
      if (type.isInstance(each) && type.getName().startsWith("dev.signalman")) {
        return each;
      }
    }
    boolean functional = type.isInterface() && !type.isSealed();
    return functional ? proxy(type) : null;
  }

  private static Object proxy(Class<?> type) {
    return Proxy.newProxyInstance(
        type.getClassLoader() == null ? ApiWalk.class.getClassLoader() : type.getClassLoader(),
        new Class<?>[] {type},
        (self, method, arguments) ->
            switch (method.getName()) {
              case "hashCode" -> System.identityHashCode(self);
              case "equals" ->
                  System.identityHashCode(arguments[0]) == System.identityHashCode(self);
              case "toString" -> "a " + type.getSimpleName();
              default -> method.getReturnType() == boolean.class ? (Object) false : null;
            });
  }
}
