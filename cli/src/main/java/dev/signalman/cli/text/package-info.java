/// Reads and writes values: lengths of time, points of time, numbers of signals, error numbers,
/// JSON. This package uses no command.
package dev.signalman.cli.text;
