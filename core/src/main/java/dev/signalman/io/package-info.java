/// Descriptors that are owned and closed once, and what processes talk over: pipes and UNIX
/// sockets.
///
/// Reads and writes wait without holding a virtual thread's carrier, end by `Thread.interrupt()`
/// and by closing, and never raise a signal: writing to a pipe that nobody reads is an exception.
package dev.signalman.io;
