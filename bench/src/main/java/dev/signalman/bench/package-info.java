/// Runs Signalman side by side with C, Python and `sun.misc.Signal`, and says by how much it is
/// faster or slower.
///
/// [SideBySide] is the program. Each [Measure] lets several systems do the same thing in short
/// turns, so that a change of the machine's mood meets all of them. A system is a [Peer]: a child
/// process that obeys lines on its standard input. Those in C and Python stand in `bench/peers`,
/// those in Java in `dev.signalman.bench.peer`.
@NullMarked
package dev.signalman.bench;

import org.jspecify.annotations.NullMarked;
