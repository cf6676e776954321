package dev.signalman.kotlin

import dev.signalman.lifecycle.InFlight
import dev.signalman.lifecycle.Lifecycle
import dev.signalman.lifecycle.LifecycleBuilder
import dev.signalman.lifecycle.Stage
import kotlin.coroutines.CoroutineContext
import kotlin.coroutines.EmptyCoroutineContext
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.CoroutineStart
import kotlinx.coroutines.DelicateCoroutinesApi
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.ExperimentalCoroutinesApi
import kotlinx.coroutines.Job
import kotlinx.coroutines.NonCancellable
import kotlinx.coroutines.isActive
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withContext

private const val STAGE = "app"
private const val TASK = "coroutines"

/**
 * The scope of a program that [runApp] runs. Its coroutines are cancelled in the stage [stage].
 *
 * @property lifecycle the lifecycle of the program: for more stages, work in flight, readiness,
 *   reloads
 * @property stage the stage `app`, in which the coroutines are cancelled and awaited; others can
 *   come before or after it: `lifecycle.stage("storage").after(stage)`
 */
public class AppScope
internal constructor(scope: CoroutineScope, public val lifecycle: Lifecycle, public val stage: Stage) :
    CoroutineScope by scope {
    override fun toString(): String = "AppScope of $lifecycle"
}

/**
 * Runs a program of coroutines that stops in order. It is the body of `main`:
 *
 * ```
 * fun main() = runApp {
 *     launch { serve() }
 *     lifecycle.ready()
 * }
 * ```
 *
 * It opens a [Lifecycle], so TERM, INT and HUP stop the program before the first shutdown hook of
 * the VM. In the stage `app` the scope is cancelled, once, and the stop waits until all its
 * coroutines have ended: `finally` blocks run, and `NonCancellable` code runs to its end. The
 * deadline, the drain delay, the second signal and the exit status are those of the lifecycle. The
 * status is 0 after a clean stop, 1 if coroutines were late or one failed, or the one that
 * [LifecycleBuilder.status] chose.
 *
 * [exitProcess][kotlin.system.exitProcess] in a coroutine does the same, and keeps its own status:
 * the stop does not wait for the coroutines that are inside that call.
 *
 * Returns when the block and all its coroutines have ended, and the other stages of the lifecycle
 * have run; the signals are released, and the VM does not exit because of this. The same happens if
 * the program itself cancels the scope. If a signal, a call of [Lifecycle.stop] or `exitProcess`
 * stops the program, the VM exits.
 *
 * If coroutines are late, a warning names them, with the stack of the thread that one of them
 * holds. If the signal comes before the block has begun, it never begins.
 *
 * @param lifecycle the settings of the lifecycle, which this opens
 * @param context for the coroutines. Without a dispatcher they run in `Dispatchers.Default`. With
 *   one that has a single thread, `exitProcess` in that thread keeps the other coroutines from
 *   ending, until their time is over
 * @throws dev.signalman.lifecycle.LifecycleExistsException if the VM has an open lifecycle: another
 *   `runApp` that has not returned, for example
 * @throws Throwable whatever the block or one of its coroutines threw, after the stages; an
 *   `IllegalStateException` if that was a `CancellationException`, and the scope was not cancelled
 */
public fun runApp(
    lifecycle: LifecycleBuilder = Lifecycle.builder(),
    context: CoroutineContext = EmptyCoroutineContext,
    block: suspend AppScope.() -> Unit,
) {
    val tree = CoroutineTree(context[Job])
    val life = lifecycle.listener(LateCoroutines(tree, STAGE, TASK)).open()
    var foreign: CancellationException? = null
    try {
        val stage = stageOf(life, tree) ?: return
        runBlocking(Dispatchers.Default + context + tree + tree.root) {
            try {
                AppScope(this, life, stage).block()
            } catch (e: CancellationException) {
                foreign = e.takeIf { isActive } // it ends the block, although nobody cancelled it
                throw e
            }
        }
    } catch (e: CancellationException) {
        foreign?.let { throw IllegalStateException("something that the block awaited was cancelled", e) }
    } finally {
        tree.root.complete()
        life.close()
    }
}

/** Null if a signal has already stopped the program. */
private fun stageOf(life: Lifecycle, tree: CoroutineTree): Stage? =
    try {
        life.stage(STAGE).also { it.add(TASK, AutoCloseable(tree::stop)) }
    } catch (_: IllegalStateException) {
        null
    }

/**
 * Launches a coroutine for a piece of accepted work. The work is counted from now on, and a stop
 * waits for its end and does not cancel it. The report of the stop names work that has not ended.
 *
 * ```
 * val orders = lifecycle.inFlight("orders")
 * for (order in incoming) {
 *     orders.launchIn(this, order.name) { ship(order) }
 * }
 * ```
 *
 * @param scope the scope of which it becomes a child
 * @param name of the piece of work, see [InFlight.enter]
 * @throws java.util.concurrent.RejectedExecutionException if new work is refused, see
 *   [InFlight.refuseInStages]; nothing is launched then
 */
// Cancelled before it has begun, it would not begin. The mark has changed between the versions.
@OptIn(DelicateCoroutinesApi::class, ExperimentalCoroutinesApi::class)
public fun InFlight.launchIn(
    scope: CoroutineScope,
    name: String,
    block: suspend CoroutineScope.() -> Unit,
): Job {
    val work = enter(name)
    return scope.launch(start = CoroutineStart.ATOMIC) {
        work.use { withContext(NonCancellable, block) }
    }
}
