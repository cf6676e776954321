/// Values as people and programs read and write them: lengths of time, points of time, numbers of
/// signals, error numbers, JSON. It knows no command.
package dev.signalman.cli.text;
