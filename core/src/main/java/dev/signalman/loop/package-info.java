/// One loop for all that such a program waits for: signals, timers, children, pipes and UNIX
/// sockets.
package dev.signalman.loop;
