/// Signals as a stream of Vert.x ([VertxSignals]), and stages of a
/// [dev.signalman.lifecycle.Lifecycle] that let its servers end in order ([VertxStages]).
@NullMarked
package dev.signalman.vertx;

import org.jspecify.annotations.NullMarked;
