/// What the first process of a container does with itself. Exported to the command line alone,
/// because no program that uses the library should change these things.
package dev.signalman.internal.init;
