package dev.signalman.internal.portable;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleProxies;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/// `sun.misc.Signal` of the module `jdk.unsupported`, which a program may lack. Its handlers are
/// objects here: nothing of it appears in a signature.
final class SunSignals {
  private static final String ABSENT =
      "sun.misc.Signal, by which portable mode receives signals, is not in this VM: start java with"
          + " --add-modules jdk.unsupported";

  private final Class<?> handlerType;
  private final MethodHandle named;
  private final MethodHandle handle;
  private final MethodHandle raise;
  private final Object byDefault;
  private final Object ignoring;

  private SunSignals() throws ReflectiveOperationException {
    MethodHandles.Lookup lookup = MethodHandles.publicLookup();
    Class<?> type = Class.forName("sun.misc.Signal");
    handlerType = Class.forName("sun.misc.SignalHandler");
    named =
        lookup
            .findConstructor(type, MethodType.methodType(void.class, String.class))
            .asType(MethodType.methodType(Object.class, String.class));
    handle =
        lookup
            .findStatic(type, "handle", MethodType.methodType(handlerType, type, handlerType))
            .asType(MethodType.methodType(Object.class, Object.class, Object.class));
    raise =
        lookup
            .findStatic(type, "raise", MethodType.methodType(void.class, type))
            .asType(MethodType.methodType(void.class, Object.class));
    byDefault = lookup.findStaticVarHandle(handlerType, "SIG_DFL", handlerType).get();
    ignoring = lookup.findStaticVarHandle(handlerType, "SIG_IGN", handlerType).get();
  }

  /// @throws UnsupportedOperationException if this VM has none; the message has the way out
  static SunSignals find() {
    try {
      return new SunSignals();
    } catch (ReflectiveOperationException e) {
      throw new UnsupportedOperationException(ABSENT, e);
    }
  }

  /// `SIG_DFL`.
  Object byDefault() {
    return byDefault;
  }

  /// `SIG_IGN`.
  Object ignoring() {
    return ignoring;
  }

  /// Whether a handler is code of the VM or of another native library: it can be put back, but not
  /// with its flags and its mask.
  boolean isNative(Object handler) {
    return handler.toString().contains("NativeHandler");
  }

  /// A handler that runs `arrival` in a thread of the VM.
  Object handler(Runnable arrival) {
    try {
      MethodHandle run =
          MethodHandles.lookup()
              .findVirtual(Runnable.class, "run", MethodType.methodType(void.class))
              .bindTo(arrival);
      return MethodHandleProxies.asInterfaceInstance(
          handlerType, MethodHandles.dropArguments(run, 0, Object.class));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Installs a handler.
  ///
  /// @return the one before
  /// @throws IllegalArgumentException if the VM does not know the signal, or gives it to no program
  Object handle(String signal, Object handler) {
    try {
      return (Object) handle.invokeExact((Object) named.invokeExact(signal), handler);
    } catch (Throwable e) {
      throw unchecked(e);
    }
  }

  /// Sends this process a signal.
  ///
  /// @throws IllegalArgumentException if the VM does not know the signal, or does not send it
  void raise(String signal) {
    try {
      raise.invokeExact((Object) named.invokeExact(signal));
    } catch (Throwable e) {
      throw unchecked(e);
    }
  }

  private static RuntimeException unchecked(Throwable thrown) {
    if (thrown instanceof Error error) {
      throw error;
    }
    if (thrown instanceof RuntimeException exception) {
      return exception;
    }
    throw new AssertionError("sun.misc.Signal throws no checked exception", thrown);
  }
}
