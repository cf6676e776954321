/// Receiving, sending and setting signals.
///
/// There are two ways to receive; each signal uses one of them at a time:
///
/// - [SelfPipe] owns its signals, and the caller's own thread polls it. It is the shortest way from
///   the kernel to an event loop.
/// - [Signals] hands each signal to any number of handlers and queues, and reads it for them.
///
/// Both get every signal with its sender, and with its value if it was queued. Both use the same
/// engine: claimed signals are blocked in every thread of the process and read from the kernel's
/// own queue, so that real-time signals are neither lost nor reordered.
package dev.signalman.signal;
