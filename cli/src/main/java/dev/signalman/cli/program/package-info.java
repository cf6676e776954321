/// A program that a command runs: its start, with the environment, descriptors and masks of the
/// caller, and the reports about it. Also the duties of a command that is process 1.
package dev.signalman.cli.program;
