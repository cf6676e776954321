/// The machine code that runs when a signal interrupts a thread, and the layout of its data.
///
/// The assembly source is next to the bytes made from it: `x86_64.S` and `aarch64.S`. Tests
/// assemble it and compare, and run the bytes with a C program.
package dev.signalman.internal.handler;
