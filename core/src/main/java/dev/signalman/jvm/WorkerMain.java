package dev.signalman.jvm;

import dev.signalman.io.UnixSocket;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The first class of a [JavaChild]'s program: takes over the socket, watches the parent, and runs
/// the worker's own `main`.
final class WorkerMain {
  /// The prefix of options for one child, and not for its own children.
  static final String PREFIX_OPTION = "-Ddev.signalman.child.";

  /// The property with the parent's pid.
  static final String PARENT = "dev.signalman.child.parent";

  /// The property with the milliseconds in which the child may end in order, once the parent has
  /// gone.
  static final String GRACE = "dev.signalman.child.grace";

  static final int SOCKET = 3;

  private static @Nullable UnixSocket socket;
  private static @Nullable ParentWatch watch;

  private WorkerMain() {}

  /// Sets up the child and runs the worker.
  ///
  /// @param args the name of the worker's class, followed by its arguments
  public static void main(String[] args) throws Throwable {
    UnixSocket opened = UnixSocket.inherited(SOCKET);
    opened.fd().makeNonBlocking();
    take(opened, ParentWatch.start(Integer.getInteger(PARENT, 0), Long.getLong(GRACE, 0)));
    Class<?> worker = Class.forName(args[0], false, ClassLoader.getSystemClassLoader());
    try {
      run(worker, Arrays.copyOfRange(args, 1, args.length));
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private static synchronized void take(UnixSocket opened, ParentWatch started) {
    socket = opened;
    watch = started;
  }

  /// See [JavaChild#outliveParent].
  static synchronized boolean outliveParent() {
    if (watch == null) {
      throw noChild();
    }
    return watch.release();
  }

  /// The socket to the parent.
  ///
  /// @throws IllegalStateException if this program was not started by a JavaChild
  static synchronized UnixSocket socket() {
    if (socket == null) {
      throw noChild();
    }
    return socket;
  }

  private static IllegalStateException noChild() {
    return new IllegalStateException("this program was not started by a JavaChild");
  }

  private static void run(Class<?> worker, String[] args) throws Exception {
    Method withArguments = find(worker, String[].class);
    Method main = withArguments == null ? find(worker) : withArguments;
    if (main == null) {
      throw new NoSuchMethodException(worker.getName() + " has no main method");
    }
    main.setAccessible(true);
    Object instance = Modifier.isStatic(main.getModifiers()) ? null : instance(worker);
    if (withArguments == null) {
      main.invoke(instance);
    } else {
      main.invoke(instance, (Object) args);
    }
  }

  private static @Nullable Method find(Class<?> worker, Class<?>... parameters) {
    for (Class<?> type = worker; type != null; type = type.getSuperclass()) {
      Method main = orNull(type, parameters);
      if (main != null && !Modifier.isPrivate(main.getModifiers())) {
        return main;
      }
    }
    return null;
  }

  private static @Nullable Method orNull(Class<?> type, Class<?>... parameters) {
    try {
      return type.getDeclaredMethod("main", parameters);
    } catch (NoSuchMethodException _) {
      return null;
    }
  }

  private static Object instance(Class<?> worker) throws Exception {
    Constructor<?> constructor = worker.getDeclaredConstructor();
    constructor.setAccessible(true);
    return constructor.newInstance();
  }
}
