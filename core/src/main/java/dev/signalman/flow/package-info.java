/// Signals and exits of children as reactive streams (`java.util.concurrent.Flow`).
package dev.signalman.flow;
