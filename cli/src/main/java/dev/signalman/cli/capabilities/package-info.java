/// `signalman capabilities`: shows what works on this machine and on others.
package dev.signalman.cli.capabilities;
