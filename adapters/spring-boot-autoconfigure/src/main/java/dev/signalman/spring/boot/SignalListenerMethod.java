package dev.signalman.spring.boot;

import dev.signalman.Signal;
import dev.signalman.SignalInfo;
import dev.signalman.SignalSet;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.stream.Collectors;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.util.ReflectionUtils;

/// A method of a bean that listens to signals.
///
/// @param beans where the bean is
/// @param bean its name
/// @param method the method
/// @param signals the signals that it listens to
record SignalListenerMethod(BeanFactory beans, String bean, Method method, SignalSet signals) {
  /// Calls it. Whatever it throws is logged.
  void call(SignalInfo info) {
    try {
      Object target = beans.getBean(bean);
      Method invocable = AopUtils.selectInvocableMethod(method, target.getClass());
      ReflectionUtils.makeAccessible(invocable);
      Object[] arguments = invocable.getParameterCount() == 0 ? new Object[0] : new Object[] {info};
      Object _ = invocable.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      Lines.error(this + " failed at " + info, e.getTargetException());
    } catch (IllegalAccessException | RuntimeException e) {
      Lines.error(this + " could not be called at " + info, e);
    }
  }

  @Override
  public String toString() {
    String names = signals.stream().map(Signal::name).collect(Collectors.joining(", "));
    return names + " -> " + bean + "." + method.getName();
  }
}
