/// The world of a lifecycle that does not live in the real process. It is for the module
/// `dev.signalman.lifecycle.test` alone.
package dev.signalman.lifecycle.world;
