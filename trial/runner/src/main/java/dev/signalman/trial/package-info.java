/// Stops the same service in four ways, and writes down what happens. [Trial] is the program.
@NullMarked
package dev.signalman.trial;

import org.jspecify.annotations.NullMarked;
