/// A web application that the tests stop in several ways.
@NullMarked
package dev.signalman.smoke;

import org.jspecify.annotations.NullMarked;
