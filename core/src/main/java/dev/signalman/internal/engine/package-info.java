/// The engine: claims of signals, the masks of all threads, the handler code in memory, and the
/// descriptors that signals are read from. Not exported.
package dev.signalman.internal.engine;
