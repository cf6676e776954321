/// C names, C integers, and a result or `-errno`: no policy lives here.
package dev.signalman.posix;
