/// One loop for everything that a program of this kind waits for: signals, timers, children, pipes
/// and UNIX sockets.
package dev.signalman.loop;
