/// Reads facts about processes from `/proc`.
package dev.signalman.cli.proc;
