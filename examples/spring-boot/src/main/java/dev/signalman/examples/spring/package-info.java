/// A web application that stops and reloads in order.
@NullMarked
package dev.signalman.examples.spring;

import org.jspecify.annotations.NullMarked;
