/// The service with a Lifecycle.
@NullMarked
package dev.signalman.trial.lifecycle;

import org.jspecify.annotations.NullMarked;
