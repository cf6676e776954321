/// A program that a command runs: how it starts with what its caller left for it, and how a command
/// tells of it. It also has what a command owes to other processes when it is process 1.
package dev.signalman.cli.program;
