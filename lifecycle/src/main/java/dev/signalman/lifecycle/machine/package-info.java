/// What happens when a program stops, as a pure function: no threads, no clock, no signals.
/// [StopMachine#step] takes a state, an event and the time, and returns the next state and what is
/// to be done. All times are nanoseconds since the program opened its lifecycle.
package dev.signalman.lifecycle.machine;
