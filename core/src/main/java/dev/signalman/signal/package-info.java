/// Receiving, sending and setting signals.
///
/// Two ways to receive stand beside each other, and each signal goes one of them at a time:
///
/// - [SelfPipe] owns its signals and is polled by the caller's own thread. The shortest way from
///   the kernel to an event loop.
/// - [Signals] hands each signal to any number of handlers and queues, and reads it for them.
///
/// Both get every signal with its sender, and with its value if it was queued. Both rest on the
/// same engine: the claimed signals are blocked in every thread of the process and come out of the
/// kernel's own queue, so that real-time signals are neither lost nor reordered.
package dev.signalman.signal;
