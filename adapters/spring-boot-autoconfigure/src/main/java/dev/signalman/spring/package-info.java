/// Signals in Spring Boot: the annotation and the event that an application uses.
@NullMarked
package dev.signalman.spring;

import org.jspecify.annotations.NullMarked;
