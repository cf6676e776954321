package dev.signalman.spring;

import java.util.Set;
import org.springframework.context.ApplicationContext;
import org.springframework.context.event.ApplicationContextEvent;

/// The configuration was read again, because of a signal of `signalman.reload.on` or a call of
/// [dev.signalman.lifecycle.Lifecycle#reload].
///
/// The environment already has the new values. Beans keep the values that they got when they were
/// made, so a bean that needs the new values listens to this event and binds again:
///
/// ```java
/// @EventListener
/// void reloaded(ReloadEvent event) {
///   limits = Binder.get(environment).bindOrCreate("limits", Limits.class);
/// }
/// ```
///
/// If Spring Cloud's `ContextRefresher` is present, it does the reload, with its own events and its
/// refresh scope, and this event follows.
public final class ReloadEvent extends ApplicationContextEvent {
  private static final long serialVersionUID = 1;

  @SuppressWarnings("serial") // an event is not written anywhere
  private final Set<String> changedKeys;

  /// @param context the context whose environment was read again
  /// @param changedKeys the properties that were changed, added, or removed
  public ReloadEvent(ApplicationContext context, Set<String> changedKeys) {
    super(context);
    this.changedKeys = Set.copyOf(changedKeys);
  }

  /// The properties that were changed, added, or removed.
  public Set<String> changedKeys() {
    return changedKeys;
  }
}
