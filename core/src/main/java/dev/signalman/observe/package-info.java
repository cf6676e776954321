/// [Observer] learns of the signals, the children and the stop of a program as they happen.
/// Metrics, events and logs are built on it.
package dev.signalman.observe;
