/// `signalman inspect`: shows what any process does with each signal.
package dev.signalman.cli.inspect;
