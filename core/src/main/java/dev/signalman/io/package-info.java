/// Descriptors that are owned and closed once, pipes, and UNIX sockets.
///
/// Reads and writes wait without holding a virtual thread's carrier. `Thread.interrupt()` and
/// closing end them. They never raise a signal: writing to a pipe without a reader throws an
/// exception.
package dev.signalman.io;
