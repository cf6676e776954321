/// Tests of the stop of a program. A test with [VirtualProcess] takes milliseconds, and checks the
/// stages and their times; [ProgramUnderTest] runs the whole program, with real signals.
package dev.signalman.lifecycle.test;
