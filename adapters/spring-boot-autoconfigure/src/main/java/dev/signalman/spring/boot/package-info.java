/// The classes behind the starter. Applications do not use them.
@NullMarked
package dev.signalman.spring.boot;

import org.jspecify.annotations.NullMarked;
