/// Child processes: started with exactly the requested descriptors, group, mask and environment
/// ([Spawn]), held by a descriptor that never comes to mean another process ([Child]), and ended
/// with the status that the kernel gave ([ExitStatus]).
///
/// They coexist with the children of `java.lang.Process`: neither takes the other's status. A
/// process in its own group is signalled together with all that it starts ([ProcessGroup]), other
/// processes are held and signalled by [OtherProcess], and a program can adopt orphans ([Orphans]).
package dev.signalman.process;
