/// The work that is the same however the service is stopped: requests, a worker, a cache, a
/// database, and a last line in the log.
@NullMarked
package dev.signalman.trial.service;

import org.jspecify.annotations.NullMarked;
