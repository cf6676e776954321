/// What the starter does. Applications use none of these classes.
@NullMarked
package dev.signalman.spring.boot;

import org.jspecify.annotations.NullMarked;
