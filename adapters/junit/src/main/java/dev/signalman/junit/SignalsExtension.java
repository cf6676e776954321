package dev.signalman.junit;

import dev.signalman.Signal;
import dev.signalman.signal.Disposition;
import dev.signalman.signal.Signals;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/// Gives tests [RaisedSignals], restores the signal actions after each test, and fails tests that
/// leave something behind. Use [WithSignals], which adds it together with a lock.
///
/// Claims and children are checked after each test, and a test that left one fails. Descriptors and
/// threads are checked after all tests of a class, because those that Signalman shares between its
/// users end a second or two after their last use. If some are left, the class fails, and the
/// message names the test. What existed before a test, or before the class, is not touched.
public final class SignalsExtension
    implements BeforeAllCallback,
        AfterAllCallback,
        BeforeEachCallback,
        AfterEachCallback,
        ParameterResolver {
  /// The name of the lock for tests that use signals, children or other things of the whole
  /// process: `@ResourceLock(SignalsExtension.PROCESS)`.
  public static final String PROCESS = "dev.signalman.process";

  private static final Namespace NAMESPACE = Namespace.create(SignalsExtension.class);

  /// Made by JUnit.
  public SignalsExtension() {}

  @Override
  public void beforeAll(ExtensionContext context) {
    requireSignals();
    Slowly.openWhatStaysOpen();
    store(context).put(Slowly.class, new Slowly());
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    if (OwnVmExtension.runsElsewhere(context)) {
      return;
    }
    requireSignals();
    store(context).put(AtOnce.class, new AtOnce());
    if (store(context).get(Slowly.class, Slowly.class) == null) {
      Slowly.openWhatStaysOpen();
      store(context).put(SlowlyForOne.class, new Slowly());
    }
  }

  @Override
  public void afterEach(ExtensionContext context) throws Exception {
    AtOnce before = store(context).remove(AtOnce.class, AtOnce.class);
    if (before == null) {
      return;
    }
    Set<Leak> checked = checked(context);
    List<String> left = new ArrayList<>();
    before.restore(checked.contains(Leak.CLAIMS), left);
    if (checked.contains(Leak.CHILDREN)) {
      before.awaitChildren(left);
    }
    Slowly ofClass = store(context).get(Slowly.class, Slowly.class);
    if (ofClass != null) {
      ofClass.note(context.getDisplayName(), checked);
    } else {
      Slowly ofTest = store(context).remove(SlowlyForOne.class, Slowly.class);
      if (ofTest != null) {
        ofTest.note(context.getDisplayName(), checked);
        ofTest.awaitEnd(left);
      }
    }
    fail(context, left);
  }

  @Override
  public void afterAll(ExtensionContext context) throws Exception {
    Slowly before = store(context).remove(Slowly.class, Slowly.class);
    if (before != null) {
      List<String> left = new ArrayList<>();
      before.note("the class", checked(context));
      before.awaitEnd(left);
      fail(context, left);
    }
  }

  private static void fail(ExtensionContext context, List<String> left) {
    if (!left.isEmpty()) {
      throw new AssertionError(
          "signalman-junit: left behind by "
              + context.getDisplayName()
              + ":\n  "
              + String.join("\n  ", left)
              + "\nClose it in the test, or allow it with @AllowLeaks");
    }
  }

  /// The kinds of leaks that are not allowed, according to the annotation of the method or else of
  /// the class.
  private static Set<Leak> checked(ExtensionContext context) {
    Set<Leak> checked = EnumSet.allOf(Leak.class);
    for (ExtensionContext at = context; at != null; at = at.getParent().orElse(null)) {
      @Nullable AllowLeaks allowed =
          at.getElement()
              .flatMap(element -> AnnotationSupport.findAnnotation(element, AllowLeaks.class))
              .orElse(null);
      if (allowed != null) {
        checked.removeAll(List.of(allowed.value()));
      }
    }
    return checked;
  }

  private static void requireSignals() {
    JUnitVersion.require();
    try {
      Map<Signal, Disposition> _ = Signals.dispositions();
    } catch (RuntimeException | LinkageError e) {
      throw new IllegalStateException(
          "signalman-junit: the VM of the tests cannot tell what its signals do: " + e.getMessage(),
          e);
    }
  }

  private static Store store(ExtensionContext context) {
    return context.getStore(NAMESPACE);
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == RaisedSignals.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return new RaisedSignals();
  }

  /// The key for a test whose class has no check of its own.
  private static final class SlowlyForOne {}
}
