/// Signals on a loop of Netty ([NettySignals]), and stages of a [dev.signalman.lifecycle.Lifecycle]
/// that let HTTP connections end in order and then end the loops ([NettyStages], [Connections]).
@NullMarked
package dev.signalman.netty;

import org.jspecify.annotations.NullMarked;
