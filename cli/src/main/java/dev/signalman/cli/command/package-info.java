/// What a command of the program is, and how commands declare and read their arguments.
package dev.signalman.cli.command;
