/// What the library does where it cannot call the kernel: signals by `sun.misc.Signal`, processes
/// by `ProcessHandle`. [VmMode] decides once which of the two holds. No native code is called here.
package dev.signalman.internal.portable;
