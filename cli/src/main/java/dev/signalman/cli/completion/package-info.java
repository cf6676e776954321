/// `signalman completion`: prints a script that lets a shell complete the commands.
package dev.signalman.cli.completion;
