/// Alarms and timers that arrive as signals.
package dev.signalman.time;
