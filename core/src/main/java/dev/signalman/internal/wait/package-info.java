/// Waiting: a thread or a virtual thread sleeps until a descriptor is ready, a time is over, it is
/// interrupted, or the VM ends. Also the end of shared threads that nothing uses any more. It knows
/// no signals. Not exported.
package dev.signalman.internal.wait;
