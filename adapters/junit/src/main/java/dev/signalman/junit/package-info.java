/// Tests of programs with signals and children.
///
/// [WithSignals] gives a test class [RaisedSignals], restores signal actions after each test, and
/// fails tests that leave something behind. [InOwnVm] runs a test in a new VM, where it may change
/// everything that belongs to a process.
package dev.signalman.junit;
