/// Terminals of JLine whose signals come through Signalman: [SignalTerminal].
@NullMarked
package dev.signalman.jline;

import org.jspecify.annotations.NullMarked;
