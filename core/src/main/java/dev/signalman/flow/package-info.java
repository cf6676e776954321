/// Signals and the ends of children as reactive streams (`java.util.concurrent.Flow`).
package dev.signalman.flow;
