package dev.signalman.signal;

import dev.signalman.Registration;
import dev.signalman.internal.engine.Replacement;
import dev.signalman.internal.engine.SignalEngine;
import java.util.function.Consumer;

/// Hands the replacements that the engine notices to one listener.
final class ReplacedHandlers implements Consumer<Replacement>, Registration {
  private final SignalEngine engine;
  private final Consumer<ReplacedHandler> listener;

  private ReplacedHandlers(SignalEngine engine, Consumer<ReplacedHandler> listener) {
    this.engine = engine;
    this.listener = listener;
  }

  static ReplacedHandlers tell(SignalEngine engine, Consumer<ReplacedHandler> listener) {
    ReplacedHandlers handlers = new ReplacedHandlers(engine, listener);
    engine.addListener(handlers);
    return handlers;
  }

  @Override
  public void accept(Replacement replacement) {
    listener.accept(
        new ReplacedHandler(
            replacement.signal(),
            Dispositions.of(replacement.signal(), replacement.by()),
            replacement.queued()));
  }

  @Override
  public void close() {
    engine.removeListener(this);
  }
}
