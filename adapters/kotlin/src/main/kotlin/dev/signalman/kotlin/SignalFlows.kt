package dev.signalman.kotlin

import dev.signalman.Cause
import dev.signalman.PosixException
import dev.signalman.ReceiverClosedException
import dev.signalman.Signal
import dev.signalman.SignalInfo
import dev.signalman.SignalSet
import dev.signalman.signal.Disposition
import dev.signalman.signal.SignalQueue
import dev.signalman.signal.Signals
import java.util.concurrent.Executor
import java.util.concurrent.atomic.AtomicReference
import kotlinx.coroutines.asCoroutineDispatcher
import kotlinx.coroutines.currentCoroutineContext
import kotlinx.coroutines.ensureActive
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.flow
import kotlinx.coroutines.flow.map
import kotlinx.coroutines.runInterruptible

private const val USUAL_CAPACITY = 1024

/** A thread for each wait, which costs no more than the wait itself. */
private val waiting =
    Executor { Thread.ofVirtual().name("signalman-flow").start(it) }.asCoroutineDispatcher()

private val log: System.Logger = System.getLogger("dev.signalman.kotlin")

/**
 * A flow of signals. Each collector claims them for itself, and gets each instance once, in order
 * of arrival; other receivers in the program get it too. See the other function of this name.
 *
 * ```
 * launch(start = CoroutineStart.UNDISPATCHED) {
 *     signals(Signal.HUP).collect { info -> reload(info) }
 * } // from here on no HUP is missed
 * ```
 */
public fun signals(vararg signals: Signal): Flow<SignalInfo> = signals(SignalSet.of(*signals))

/**
 * A flow of signals. Each collector claims them for itself, and gets each instance once, in order
 * of arrival; other receivers in the program get it too.
 *
 * The claim begins when the collection begins: a signal that comes earlier takes the action that it
 * has then. A coroutine that is launched `UNDISPATCHED` has begun when `launch` returns. The claim
 * ends with the collection: after a cancellation, after `first()`, or after an exception. A signal
 * that has come by then, and that the collector has not got, is not lost: it takes the action that
 * is valid then, unless another receiver got it. One such signal may have been on its way to the
 * collector; it then has no sender.
 *
 * If a collector is slower than its signals, up to [capacity] of them wait. More are discarded and
 * counted, and [onDropped] is called.
 *
 * The flow completes if `Signals.ignore`, `Signals.setDefault` or `Signals.restore` takes away the
 * last of its signals. The collection throws a `ReservedSignalException` or a
 * `SignalClaimedException` if a signal cannot be claimed.
 *
 * @param signals at least one
 * @param capacity at least 1
 * @param onDropped gets the number of signals that this collector has lost so far, before the next
 *   signal is emitted, and at the end. Without it the number is logged, by `System.Logger`, whenever
 *   it has doubled
 * @throws IllegalArgumentException for an empty set, or a capacity below 1
 */
public fun signals(
    signals: SignalSet,
    capacity: Int = USUAL_CAPACITY,
    onDropped: ((Long) -> Unit)? = null,
): Flow<SignalInfo> {
    require(!signals.isEmpty()) { "a flow of signals needs at least one signal" }
    require(capacity >= 1) { "a flow of signals needs room for at least one: $capacity" }
    return flow {
            val arrivals = Arrivals(signals, capacity, onDropped ?: DropLog(signals))
            try {
                while (arrivals.awaitNext()) {
                    emit(arrivals)
                }
            } finally {
                arrivals.close()
            }
        }
        .map { it.take() } // only now it is certain that the collector is given it
}

/** The signals of one collector, and the one that is on its way to it. */
private class Arrivals(
    private val signals: SignalSet,
    capacity: Int,
    private val onDropped: (Long) -> Unit,
) {
    private val queue: SignalQueue = Signals.queue(signals, capacity)
    private val next = AtomicReference<SignalInfo?>()
    private var told = 0L
    private var lost = 0L

    /** False if no signal can come any more. */
    suspend fun awaitNext(): Boolean {
        currentCoroutineContext().ensureActive()
        try {
            next.set(queue.poll())
            if (next.get() == null) {
                // The result would be lost if the wait is cancelled at this moment.
                runInterruptible(waiting) { next.set(queue.take()) }
            }
        } catch (_: ReceiverClosedException) {
            return false
        }
        tellDropped()
        return true
    }

    fun take(): SignalInfo = checkNotNull(next.getAndSet(null)) { "a signal is emitted once" }

    fun close() {
        queue.close()
        next.getAndSet(null)?.let(::putBack)
        tellDropped()
    }

    private fun putBack(info: SignalInfo) {
        if (isWithOthers(info.signal())) {
            return
        }
        try {
            if (info.cause() == Cause.QUEUE) {
                Signals.send(ProcessHandle.current().pid(), info.signal(), info.value())
            } else {
                Signals.raise(info.signal())
            }
        } catch (_: PosixException) { // as many are queued as the kernel allows
            lost++
        }
    }

    private fun isWithOthers(signal: Signal): Boolean {
        val present = Signals.disposition(signal)
        return present is Disposition.Handled && present.receivers().isNotEmpty()
    }

    private fun tellDropped() {
        val dropped = queue.dropped() + lost
        if (dropped > told) {
            told = dropped
            onDropped(dropped)
        }
    }

    override fun toString(): String = "signals $signals"
}

private class DropLog(private val signals: SignalSet) : (Long) -> Unit {
    private var next = 1L

    override fun invoke(dropped: Long) {
        if (dropped >= next) {
            next = 2 * dropped
            log.log(
                System.Logger.Level.WARNING,
                "signalman-kotlin: $dropped of $signals were discarded so far: the collector of the" +
                    " flow is too slow for its capacity",
            )
        }
    }
}
