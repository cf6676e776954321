package dev.signalman.kotlin

import dev.signalman.Signal
import dev.signalman.SignalClaimedException
import dev.signalman.SignalSet
import dev.signalman.process.ExitStatus
import dev.signalman.process.Spawn
import dev.signalman.process.Stdio
import dev.signalman.signal.SelfPipe
import dev.signalman.signal.Signals
import dev.signalman.testkit.Eventually
import java.time.Duration
import java.util.concurrent.Executor
import java.util.concurrent.LinkedBlockingQueue
import java.util.concurrent.Semaphore
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.CoroutineStart
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.Job
import kotlinx.coroutines.async
import kotlinx.coroutines.asCoroutineDispatcher
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking

/** Says what it sees, a line for each thing, and waits for nothing that has no end. */
object FlowProgram {
    private val self = ProcessHandle.current().pid()

    @JvmStatic
    fun main(args: Array<String>) = runBlocking {
        when (args[0]) {
            "signals" -> {
                inOrder()
                dropped()
                putBack()
                complete()
                refused()
                children()
                nothingIsLeft()
            }
            "on-its-way" -> onItsWay()
            else -> error(args[0])
        }
    }

    private fun CoroutineScope.collecting(flow: Flow<*>, action: suspend (Any?) -> Unit): Job =
        launch(Dispatchers.Default, CoroutineStart.UNDISPATCHED) { flow.collect { action(it) } }

    private fun action(signal: Signal) = Signals.disposition(signal)

    private suspend fun CoroutineScope.inOrder() {
        val values = Channel<Long>(Channel.UNLIMITED)
        val before = action(Signal.RT3)
        val collector =
            launch(Dispatchers.Default, CoroutineStart.UNDISPATCHED) {
                signals(Signal.RT3).collect { values.send(it.value()) }
            }
        (1L..100L).forEach { Signals.send(self, Signal.RT3, it) }
        val came = List(100) { values.receive() }
        println("in order ${came == (1L..100L).toList()}")
        collector.cancelAndJoin()
        println("released ${action(Signal.RT3) == before}")
        // One is enough for first(), and the next is claimed anew.
        val first = async(start = CoroutineStart.UNDISPATCHED) { signals(Signal.RT3).first() }
        Signals.send(self, Signal.RT3, 7)
        println("first ${first.await().value()}, released ${action(Signal.RT3) == before}")
    }

    /** Returns when all that was sent before has reached its receivers. */
    private fun awaitDelivery() {
        val seen = Semaphore(0)
        Signals.handle(Signal.RT30) { seen.release() }
            .use {
                Signals.raise(Signal.RT30)
                seen.acquire()
            }
    }

    private suspend fun CoroutineScope.dropped() {
        val inHand = CompletableDeferred<Unit>()
        val gate = CompletableDeferred<Unit>()
        val values = Channel<Long>(Channel.UNLIMITED)
        val told = Channel<Long>(Channel.UNLIMITED)
        val flow = signals(SignalSet.of(Signal.RT3), capacity = 2) { told.trySend(it) }
        val collector =
            launch(Dispatchers.Default, CoroutineStart.UNDISPATCHED) {
                flow.collect {
                    values.send(it.value())
                    inHand.complete(Unit)
                    gate.await()
                }
            }
        Signals.send(self, Signal.RT3, 1)
        inHand.await()
        (2L..6L).forEach { Signals.send(self, Signal.RT3, it) }
        awaitDelivery()
        gate.complete(Unit)
        println("kept ${List(3) { values.receive() }}, dropped ${told.receive()}")
        collector.cancelAndJoin()
    }

    private suspend fun CoroutineScope.putBack() {
        val inHand = CompletableDeferred<Unit>()
        val collector = collecting(signals(Signal.USR1)) {
            inHand.complete(Unit)
            Channel<Unit>().receive()
        }
        Signals.raise(Signal.USR1)
        inHand.await()
        Signals.raise(Signal.USR1)
        awaitDelivery()
        Signals.queue(Signal.USR1).use { next ->
            collector.cancelAndJoin()
            println("put back ${next.poll(Duration.ofSeconds(30))?.signal()}")
            awaitDelivery()
            println("once ${next.poll() == null}")
        }
    }

    private suspend fun CoroutineScope.complete() {
        val collector = collecting(signals(Signal.WINCH)) {}
        Signals.ignore(Signal.WINCH)
        collector.join()
        println("completed ${!collector.isCancelled}")
        Signals.restore(Signal.WINCH)
    }

    private suspend fun refused() {
        val before = action(Signal.USR2)
        SelfPipe.open(Signal.USR1).use {
            try {
                signals(Signal.USR2, Signal.USR1).collect {}
            } catch (e: SignalClaimedException) {
                val named = e.message?.contains("SelfPipe")
                println("refused $named, nothing is claimed ${action(Signal.USR2) == before}")
            }
        }
    }

    private suspend fun CoroutineScope.children() {
        val child = Spawn.of("sh", "-c", "read line; exit 7").stdin(Stdio.pipe()).start()
        repeat(100) {
            launch(Dispatchers.Default, CoroutineStart.UNDISPATCHED) { child.await() }
                .cancelAndJoin()
        }
        val late = async(start = CoroutineStart.UNDISPATCHED) { child.await() }
        println("alive ${child.isAlive}, waiting ${late.isActive}")
        child.stdin().close()
        println("status ${late.await().shellStatus()} and ${child.await().shellStatus()}")
        val killed = Spawn.of("sleep", "60").start()
        val end = async(start = CoroutineStart.UNDISPATCHED) { killed.await() }
        killed.send(Signal.TERM)
        println("killed by ${(end.await() as ExitStatus.Killed).signal()}")
    }

    private fun nothingIsLeft() {
        // What the receivers of a process share ends a moment after its last use.
        Eventually.until("no thread of the library") {
            Thread.getAllStackTraces().keys.none { it.name.startsWith("signalman") }
        }
        println("no thread is left")
    }

    /** A collector whose coroutine is cancelled after its signal was taken, and before it runs. */
    private suspend fun CoroutineScope.onItsWay() {
        Runtime.getRuntime().addShutdownHook(Thread { println("hook") })
        val tasks = LinkedBlockingQueue<Runnable>()
        val byHand = Executor { tasks.add(it) }.asCoroutineDispatcher()
        val collector =
            launch(byHand, CoroutineStart.UNDISPATCHED) {
                signals(Signal.TERM).collect { println("collected") }
            }
        Signals.raise(Signal.TERM)
        val resumption = tasks.take()
        collector.cancel()
        resumption.run()
        while (collector.isActive || !collector.isCompleted) {
            tasks.take().run()
        }
        Thread.sleep(Long.MAX_VALUE)
    }
}
