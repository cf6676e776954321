package dev.signalman.junit;

import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.junit.platform.commons.support.AnnotationSupport;

/// Runs the test methods with [InOwnVm] in another VM. The annotation registers it.
final class OwnVmExtension implements InvocationInterceptor {
  OwnVmExtension() {}

  /// Whether this VM was made for one test.
  static boolean isOwnVm() {
    return Boolean.getBoolean(OneTest.PROPERTY);
  }

  /// Whether this VM is not the one that the test runs in.
  static boolean runsElsewhere(ExtensionContext context) {
    return !isOwnVm() && wish(context).isPresent();
  }

  private static Optional<InOwnVm> wish(ExtensionContext context) {
    for (ExtensionContext at = context; at != null; at = at.getParent().orElse(null)) {
      Optional<InOwnVm> found =
          at.getElement()
              .flatMap(element -> AnnotationSupport.findAnnotation(element, InOwnVm.class));
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  @Override
  public void interceptTestMethod(
      Invocation<@Nullable Void> invocation,
      ReflectiveInvocationContext<Method> method,
      ExtensionContext context)
      throws Throwable {
    runElsewhere(invocation, context);
  }

  @Override
  public void interceptTestTemplateMethod(
      Invocation<@Nullable Void> invocation,
      ReflectiveInvocationContext<Method> method,
      ExtensionContext context)
      throws Throwable {
    runElsewhere(invocation, context);
  }

  @Override
  public void interceptBeforeEachMethod(
      Invocation<@Nullable Void> invocation,
      ReflectiveInvocationContext<Method> method,
      ExtensionContext context)
      throws Throwable {
    leaveOut(invocation, context);
  }

  @Override
  public void interceptAfterEachMethod(
      Invocation<@Nullable Void> invocation,
      ReflectiveInvocationContext<Method> method,
      ExtensionContext context)
      throws Throwable {
    leaveOut(invocation, context);
  }

  private static void leaveOut(Invocation<@Nullable Void> invocation, ExtensionContext context)
      throws Throwable {
    if (runsElsewhere(context)) {
      invocation.skip();
    } else {
      invocation.proceed();
    }
  }

  private static void runElsewhere(Invocation<@Nullable Void> invocation, ExtensionContext context)
      throws Throwable {
    @Nullable InOwnVm wish = isOwnVm() ? null : wish(context).orElse(null);
    if (wish == null) {
      invocation.proceed();
      return;
    }
    invocation.skip();
    new OwnVm(context.getUniqueId(), Duration.ofSeconds(wish.seconds())).run();
  }
}
