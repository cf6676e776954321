/// The program `signalman`: it finds the requested command, runs it, and turns a failure into one
/// line and an exit status. No other package of this module uses this one.
package dev.signalman.cli;
