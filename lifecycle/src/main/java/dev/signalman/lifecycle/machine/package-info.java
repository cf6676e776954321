/// The decisions of a stop, as a pure function: no threads, no clock, no signals.
/// [StopMachine#step] takes a state, an event and the time, and returns the next state and the
/// actions to carry out. All times are nanoseconds since the program opened its lifecycle.
package dev.signalman.lifecycle.machine;
