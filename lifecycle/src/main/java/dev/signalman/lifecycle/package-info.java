/// How a program starts, reloads and stops in order.
package dev.signalman.lifecycle;
