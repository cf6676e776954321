package dev.signalman.kotlin

import dev.signalman.Signal
import dev.signalman.SignalSet
import dev.signalman.lifecycle.Lifecycle
import dev.signalman.lifecycle.LifecycleBuilder
import dev.signalman.lifecycle.LifecycleExistsException
import dev.signalman.lifecycle.StopStatus
import dev.signalman.signal.Disposition
import dev.signalman.signal.Signals
import dev.signalman.testkit.Eventually
import java.time.Duration
import java.util.concurrent.atomic.AtomicInteger
import kotlin.concurrent.thread
import kotlin.system.exitProcess
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.CoroutineName
import kotlinx.coroutines.CoroutineStart
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.NonCancellable
import kotlinx.coroutines.awaitCancellation
import kotlinx.coroutines.cancel
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.delay
import kotlinx.coroutines.launch
import kotlinx.coroutines.withContext

/** The programs of [RunAppTest]. */
object AppProgram {
    @JvmStatic
    fun main(args: Array<String>) {
        when (args[0]) {
            "load" -> underLoad()
            "status" -> withStatus()
            "exit" -> exits(args[1])
            "late" -> late()
            "ends" -> ends()
            "early" -> early()
            else -> error(args[0])
        }
    }

    /** Each RT3 is a piece of work. */
    private fun underLoad() {
        val accepted = AtomicInteger()
        val finished = AtomicInteger()
        Runtime.getRuntime()
            .addShutdownHook(
                Thread { println("accepted ${accepted.get()}, finished ${finished.get()}") }
            )
        Signals.handle(Signal.RT3) {} // so that those after the end of the flow do not kill
        runApp {
            val work = lifecycle.inFlight("pieces of work")
            launch(start = CoroutineStart.UNDISPATCHED) {
                signals(Signal.RT3).collect {
                    accepted.incrementAndGet()
                    work.launchIn(this@runApp, "piece ${it.value()}") {
                        delay(200)
                        finished.incrementAndGet()
                    }
                    if (it.value() == 0L) {
                        println("ready")
                    }
                }
            }
            launch {
                try {
                    awaitCancellation()
                } finally {
                    println("cancelled")
                }
            }
            println("collecting")
        }
    }

    private fun withStatus() =
        runApp(Lifecycle.builder().status(StopStatus.of { 42 })) {
            println("ready")
            awaitCancellation()
        }

    private fun exits(way: String) = runApp(context = Dispatchers.IO) {
        launch {
            try {
                awaitCancellation()
            } finally {
                withContext(NonCancellable) { delay(100) }
                println("finished")
            }
        }
        delay(10)
        when (way) {
            "block" -> exitProcess(3)
            "child" -> launch { exitProcess(3) }
            "scope" -> launch { coroutineScope { exitProcess(3) } }
            "shielded" -> launch { withContext(NonCancellable) { exitProcess(3) } }
            "twice" -> repeat(2) { launch { exitProcess(3) } }
            "cancelled" -> {
                launch {
                    try {
                        awaitCancellation()
                    } finally {
                        exitProcess(3)
                    }
                }
                println("ready")
            }
        }
        awaitCancellation()
    }

    private fun late() =
        runApp(Lifecycle.builder().deadline(Duration.ofSeconds(40))) {
            stage.within(Duration.ofSeconds(1))
            // However long the warning takes, the program is still there.
            lifecycle.stage("last").after(stage).add("line", AutoCloseable { readln() })
            launch(CoroutineName("suspended one")) {
                withContext(NonCancellable) { awaitCancellation() }
            }
            launch(CoroutineName("blocked one")) { Thread.sleep(Long.MAX_VALUE) }
            println("ready")
        }

    /** Between the claim and the first coroutine, or a little later. */
    private fun early() {
        thread {
            while (Signals.disposition(Signal.TERM) !is Disposition.Handled) {
                Thread.onSpinWait()
            }
            Signals.raise(Signal.TERM)
        }
        runApp { awaitCancellation() }
    }

    private fun quiet(): LifecycleBuilder = Lifecycle.builder().quiet()

    private fun ends() {
        val before = SignalSet.TERMINATION.map(Signals::disposition)
        runApp(quiet()) {
            launch { delay(10) }
            try {
                runApp(quiet()) {}
            } catch (e: LifecycleExistsException) {
                println("refused ${e.message?.isNotBlank()}")
            }
        }
        println("again " + (before == SignalSet.TERMINATION.map(Signals::disposition)))
        runApp(quiet()) {
            launch { cancel() }
            cancel("once")
            cancel("twice")
            awaitCancellation()
        }
        println("cancelled twice")
        try {
            runApp(quiet()) { CompletableDeferred<Unit>().apply { cancel() }.await() }
        } catch (e: IllegalStateException) {
            println("foreign ${e.cause is CancellationException}")
        }
        try {
            runApp(quiet()) {
                launch { throw IllegalStateException("broken") }
                awaitCancellation()
            }
        } catch (e: IllegalStateException) {
            println(e.message)
        }
        println("again " + (before == SignalSet.TERMINATION.map(Signals::disposition)))
        Eventually.until("no thread of the library") {
            Thread.getAllStackTraces().keys.none { it.name.startsWith("signalman") }
        }
        println("no thread is left")
    }
}
