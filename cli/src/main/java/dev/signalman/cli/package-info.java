/// The program `signalman`: it finds the command that was asked for, runs it, and turns a failure
/// into one line and an exit status. Nothing else in this module knows this package.
package dev.signalman.cli;
