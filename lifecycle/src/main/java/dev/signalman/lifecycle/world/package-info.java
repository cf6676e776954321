/// What a lifecycle lives in if that is not the real process: for the module
/// `dev.signalman.lifecycle.test` alone.
package dev.signalman.lifecycle.world;
