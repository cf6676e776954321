/// Receiving, sending and inspecting signals.
package dev.signalman.signal;
