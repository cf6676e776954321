package dev.signalman.process;

import java.time.Duration;

/// What a child used until its end, with all children that it waited for (getrusage(2)).
///
/// @param user CPU time in its own code
/// @param system CPU time of the kernel on its behalf
/// @param peakMemory bytes that were resident at most at one time, in the child or in this process
///   before it started the child: until exec the child lives in the memory of its parent, and Linux
///   keeps that in its count (`ru_maxrss`). So this is the child's own peak if it is more than this
///   process ever had resident, and otherwise only says that it was no more than that
public record ResourceUsage(Duration user, Duration system, long peakMemory) {}
