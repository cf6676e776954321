package dev.signalman.process;

import java.time.Duration;

/// What a child used until its end, with all children that it waited for (getrusage(2)).
///
/// @param user CPU time in its own code
/// @param system CPU time of the kernel on its behalf
/// @param peakMemory bytes that were resident at most at one time
public record ResourceUsage(Duration user, Duration system, long peakMemory) {}
