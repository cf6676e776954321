/// `signalman watch`: receives signals and prints each with its sender.
package dev.signalman.cli.watch;
