/// Portable mode, for systems where the library cannot call the kernel: signals by
/// `sun.misc.Signal`, processes by `ProcessHandle`. [VmMode] decides once whether it is used. This
/// package calls no native code.
package dev.signalman.internal.portable;
