/// The service with Spring Boot.
@NullMarked
package dev.signalman.trial.spring;

import org.jspecify.annotations.NullMarked;
