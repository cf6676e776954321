/// `signalman send`: sends a signal to processes or process groups.
package dev.signalman.cli.send;
