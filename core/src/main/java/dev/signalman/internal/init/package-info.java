/// For the first process of a container: settings of the process itself, and a short way for the
/// signals that it sends on. Exported to the command line alone, because no program that uses the
/// library should change these things.
package dev.signalman.internal.init;
