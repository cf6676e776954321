/// The service with one shutdown hook.
@NullMarked
package dev.signalman.trial.hook;

import org.jspecify.annotations.NullMarked;
