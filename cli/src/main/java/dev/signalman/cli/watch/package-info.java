/// `signalman watch`: receives signals and tells which process sent what.
package dev.signalman.cli.watch;
