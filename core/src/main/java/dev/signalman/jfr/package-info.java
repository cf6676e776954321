/// Events of the Flight Recorder: see [JfrEvents]. No class of the recorder is loaded unless a
/// program asks for the events.
package dev.signalman.jfr;
