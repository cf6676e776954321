package dev.signalman.spring;

import java.util.Set;
import org.springframework.context.ApplicationContext;
import org.springframework.context.event.ApplicationContextEvent;

/// The configuration was read again: by a signal of `signalman.reload.on`, or by
/// [dev.signalman.lifecycle.Lifecycle#reload].
///
/// The environment has the new values already. Beans keep the values that they got when they were
/// made, so a bean that wants the new ones listens to this event and binds again:
///
/// ```java
/// @EventListener
/// void reloaded(ReloadEvent event) {
///   limits = Binder.get(environment).bindOrCreate("limits", Limits.class);
/// }
/// ```
///
/// If Spring Cloud's `ContextRefresher` is there, it has done the work, with its own events and its
/// refresh scope, and this event follows.
public final class ReloadEvent extends ApplicationContextEvent {
  private static final long serialVersionUID = 1;

  @SuppressWarnings("serial") // an event is not written anywhere
  private final Set<String> changedKeys;

  /// @param context the context whose environment was read again
  /// @param changedKeys the properties that have another value than before, were added, or are gone
  public ReloadEvent(ApplicationContext context, Set<String> changedKeys) {
    super(context);
    this.changedKeys = Set.copyOf(changedKeys);
  }

  /// The properties that have another value than before, were added, or are gone.
  public Set<String> changedKeys() {
    return changedKeys;
  }
}
