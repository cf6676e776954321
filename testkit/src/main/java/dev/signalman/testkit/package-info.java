/// Tools that the tests share: child JVMs, readers of `/proc`, C programs, independent senders.
@NullMarked
package dev.signalman.testkit;

import org.jspecify.annotations.NullMarked;
