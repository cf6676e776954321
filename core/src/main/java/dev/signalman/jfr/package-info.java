/// Events of the Flight Recorder. Nothing of it is loaded unless a program asks for it: see
/// [JfrEvents].
package dev.signalman.jfr;
