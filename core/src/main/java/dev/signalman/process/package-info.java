/// Child processes: started with exactly the descriptors, group, mask and environment that are
/// asked for ([Spawn]), held by a descriptor that never comes to mean another process ([Child]),
/// and ended with the status that the kernel gave ([ExitStatus]).
///
/// They live beside the children of `java.lang.Process`: neither takes the other's status. A
/// process in a group of its own is signalled with all that it starts ([ProcessGroup]), orphans are
/// adopted by whoever wants that ([Orphans]), and a program runs another class of itself as a child
/// ([JavaChild]).
package dev.signalman.process;
