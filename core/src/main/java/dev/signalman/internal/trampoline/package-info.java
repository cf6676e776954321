/// The program that a child runs before its own program, to arrange what posix_spawn(3) cannot: a
/// signal at its parent's end.
///
/// The assembly source is next to the bytes made from it: `x86_64.S` and `aarch64.S`. Tests
/// assemble it and compare, and run the files that are made of it.
package dev.signalman.internal.trampoline;
