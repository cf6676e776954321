package dev.signalman.process;

import java.time.Duration;

/// The resources that a child and all children that it waited for used until its end
/// (getrusage(2)).
///
/// @param user the CPU time in its own code
/// @param system the CPU time of the kernel on its behalf
/// @param peakMemory the largest number of bytes resident at one time, in the child or in this
///   process before it started the child: until exec the child lives in its parent's memory, and
///   Linux counts that too (`ru_maxrss`). So this is the child's own peak only if it exceeds what
///   this process ever had resident; otherwise it is an upper bound of that peak
public record ResourceUsage(Duration user, Duration system, long peakMemory) {}
