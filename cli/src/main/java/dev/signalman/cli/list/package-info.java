/// `signalman list`: shows every signal and its user in a Java process.
package dev.signalman.cli.list;
