/// What `/proc` tells of processes.
package dev.signalman.cli.proc;
