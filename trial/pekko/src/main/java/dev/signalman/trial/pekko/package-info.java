/// The service with Apache Pekko.
@NullMarked
package dev.signalman.trial.pekko;

import org.jspecify.annotations.NullMarked;
