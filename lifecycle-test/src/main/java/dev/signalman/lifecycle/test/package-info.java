/// Tests of how a program stops. [VirtualProcess] is for what the stages do and when, in
/// milliseconds; [ProgramUnderTest] is for the whole program, with real signals.
package dev.signalman.lifecycle.test;
