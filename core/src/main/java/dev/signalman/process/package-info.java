/// Child processes: started with exactly the descriptors, group, mask and environment that are
/// asked for ([Spawn]), held by a descriptor that never comes to mean another process ([Child]),
/// and ended with the status that the kernel gave ([ExitStatus]).
///
/// They live beside the children of `java.lang.Process`: neither takes the other's status, for
/// nobody here waits for a process that it did not start.
package dev.signalman.process;
