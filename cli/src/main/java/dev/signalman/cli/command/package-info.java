/// The interface of a command, and the means to declare and read its arguments.
package dev.signalman.cli.command;
