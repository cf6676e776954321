/// The words every package shares: signals, sets of signals, what a signal said, and errors.
package dev.signalman;
