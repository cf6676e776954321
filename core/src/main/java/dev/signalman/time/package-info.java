/// Time as signals: the process's alarm clock.
package dev.signalman.time;
