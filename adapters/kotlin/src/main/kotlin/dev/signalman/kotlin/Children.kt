package dev.signalman.kotlin

import dev.signalman.process.Child
import dev.signalman.process.ExitStatus
import kotlinx.coroutines.future.await

/**
 * Waits until the child has ended, without holding a thread.
 *
 * If the waiting coroutine is cancelled, the child continues, and its status is not lost: the next
 * call returns it. To end the child, use [Child.send] or [Child.stop].
 *
 * @return the exit status of the child
 */
public suspend fun Child.await(): ExitStatus = onExit().await()
