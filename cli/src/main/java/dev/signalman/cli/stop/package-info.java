/// `signalman stop`.
package dev.signalman.cli.stop;
