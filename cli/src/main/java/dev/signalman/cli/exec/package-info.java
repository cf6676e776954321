/// `signalman exec`: runs a program in place of this one and passes signals on to it.
package dev.signalman.cli.exec;
