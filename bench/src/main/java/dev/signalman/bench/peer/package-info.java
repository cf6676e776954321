/// The child processes in Java, each a program of its own, so that none shares a VM with another.
@NullMarked
package dev.signalman.bench.peer;

import org.jspecify.annotations.NullMarked;
