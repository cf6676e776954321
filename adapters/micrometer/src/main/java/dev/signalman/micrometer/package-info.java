/// Signals, children and stops of a program as meters of Micrometer.
@NullMarked
package dev.signalman.micrometer;

import org.jspecify.annotations.NullMarked;
