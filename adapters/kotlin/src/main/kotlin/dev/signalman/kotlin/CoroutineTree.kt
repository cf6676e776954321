package dev.signalman.kotlin

import dev.signalman.lifecycle.StopListener
import dev.signalman.lifecycle.TaskReport
import java.util.concurrent.ConcurrentHashMap
import java.util.concurrent.CountDownLatch
import java.util.concurrent.TimeUnit
import kotlin.coroutines.AbstractCoroutineContextElement
import kotlin.coroutines.CoroutineContext
import kotlin.coroutines.jvm.internal.CoroutineStackFrame
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.CompletableJob
import kotlinx.coroutines.CoroutineName
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Job
import kotlinx.coroutines.ThreadContextElement
import kotlinx.coroutines.job

private const val LOOK_MILLIS = 50L
private const val SHOWN_FRAMES = 8

private val log: System.Logger = System.getLogger("dev.signalman.kotlin")

/** The coroutines of a program, and the threads in which they run at this moment. */
internal class CoroutineTree(parent: Job?) :
    AbstractCoroutineContextElement(Key), ThreadContextElement<Job?> {
    companion object Key : CoroutineContext.Key<CoroutineTree>

    /** The parent of all. It ends by itself once it is cancelled and has no children. */
    val root: CompletableJob = Job(parent)

    private val running = ConcurrentHashMap<Thread, Job>()
    private val ended = CountDownLatch(1)
    @Volatile private var failure: Throwable? = null

    init {
        root.invokeOnCompletion { cause ->
            failure = cause.takeUnless { it is CancellationException }
            ended.countDown()
        }
    }

    override fun updateThreadContext(context: CoroutineContext): Job? =
        running.put(Thread.currentThread(), context.job)

    override fun restoreThreadContext(context: CoroutineContext, oldState: Job?) {
        if (oldState == null) {
            running.remove(Thread.currentThread())
        } else {
            running[Thread.currentThread()] = oldState
        }
    }

    /**
     * Cancels all coroutines, and waits for their end. Those that are inside `System.exit` never
     * end, and the VM would wait for this stop.
     */
    fun stop() {
        root.cancel(CancellationException("the program stops"))
        while (!ended.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
            if (isHeldByExitsAlone()) {
                return
            }
        }
        failure?.let { throw it }
    }

    private fun isHeldByExitsAlone(): Boolean {
        val exiting = running.filterKeys(::isExiting).values.toSet()
        val look = Look(exiting)
        root.children.forEach { look.at(it, false) }
        // A coroutine without a parent of ours, such as NonCancellable, holds one of ours.
        return exiting.isNotEmpty() && look.awaited.size <= exiting.size - look.found
    }

    /** Which coroutines the others wait for: those without children, except those that exit. */
    private class Look(private val exiting: Set<Job>) {
        val awaited = mutableListOf<Job>()
        var found = 0

        fun at(job: Job, callerExits: Boolean) {
            if (job in exiting) {
                found++
            }
            // A scope that its caller is in, as with coroutineScope, runs in the caller's thread.
            val exits = job in exiting || callerExits && job is CoroutineStackFrame
            val below = job.children.filterNot { it.isCompleted }.toList()
            if (below.isEmpty() && !exits) {
                awaited += job
            }
            below.forEach { at(it, exits) }
        }
    }

    /** A line for each coroutine that has not ended, with the thread that it holds. */
    fun describe(): List<String> {
        val look = Look(emptySet())
        root.children.forEach { look.at(it, false) }
        return look.awaited.map { job ->
            val thread = running.entries.find { it.value == job }?.key
            nameOf(job) + if (thread == null) ", suspended" else stackOf(thread)
        }
    }

    private fun nameOf(job: Job): String =
        (job as? CoroutineScope)?.coroutineContext?.get(CoroutineName)?.name ?: job.toString()

    private fun stackOf(thread: Thread): String =
        thread.stackTrace.take(SHOWN_FRAMES).joinToString("", ", in thread ${thread.name}") {
            "\n    at $it"
        }
}

private fun isExiting(thread: Thread): Boolean =
    thread.stackTrace.any { it.className == "java.lang.Shutdown" && it.methodName == "exit" }

/** Tells which coroutines a stop still waits for. */
internal class LateCoroutines(
    private val tree: CoroutineTree,
    private val stage: String,
    private val task: String,
) : StopListener {
    override fun slow(report: TaskReport, percent: Int) {
        if (report.stage() == stage && report.name() == task) {
            val late = tree.describe()
            log.log(
                System.Logger.Level.WARNING,
                "signalman-kotlin: ${late.size} coroutines have not ended; give them names by" +
                    " CoroutineName to find them" + late.joinToString("") { "\n  $it" },
            )
        }
    }
}
