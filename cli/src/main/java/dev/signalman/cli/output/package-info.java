/// Standard output and standard error, as commands write to them.
package dev.signalman.cli.output;
