/// Time as signals, and signals as the end of a wait: the process's interval timers ([Alarm],
/// [IntervalTimer]), POSIX timers ([SignalTimer]), periodic work that other processes can trigger
/// ([Ticker]), and deadlines on blocking calls ([Deadline]).
package dev.signalman.time;
