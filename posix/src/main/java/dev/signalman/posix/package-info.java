/// Bindings with C names and C integers that return a result or `-errno`; they contain no policy.
package dev.signalman.posix;
