/// `signalman every`: runs a program again and again, one run at a time.
package dev.signalman.cli.every;
