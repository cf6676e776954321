/// What a program can be told about its signals, its children and its stop: [Observer], which is
/// the way for metrics, events and logs.
package dev.signalman.observe;
