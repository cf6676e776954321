/// What the kernel and the VM offer, with checked results: calls, descriptors, process descriptors,
/// actions of signals, the threads of this process, daemon threads. It decides nothing, and knows
/// neither waits nor claims. Not exported.
package dev.signalman.internal.kernel;
