/// A server with Netty that stops in order.
@NullMarked
package dev.signalman.examples.netty;

import org.jspecify.annotations.NullMarked;
