/// The types that every package shares: signals, sets of signals, deliveries, and errors.
package dev.signalman;
