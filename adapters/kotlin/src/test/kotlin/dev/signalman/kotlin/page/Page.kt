/** The blocks of Kotlin on the page of the adapter; [PageTest] compares them with the page. */
package dev.signalman.kotlin.page

import dev.signalman.Signal
import dev.signalman.kotlin.AppScope
import dev.signalman.kotlin.await
import dev.signalman.kotlin.launchIn
import dev.signalman.kotlin.runApp
import dev.signalman.kotlin.signals
import dev.signalman.process.ExitStatus
import dev.signalman.process.Spawn
import kotlinx.coroutines.*
import kotlinx.coroutines.channels.Channel

fun main() = runApp {
    launch { serve() }
    lifecycle.ready()
}

private suspend fun serve() {
    println("ready")
    awaitCancellation()
}

internal fun acceptedWork(incoming: Channel<String>) = runApp {
    val orders = lifecycle.inFlight("orders")
    launch {
        for (order in incoming) {
            orders.launchIn(this@runApp, order) { ship(order) }
        }
    }
}

private suspend fun ship(order: String) {
    delay(order.length.toLong())
}

internal fun AppScope.reloads() {
    launch(start = CoroutineStart.UNDISPATCHED) {
        signals(Signal.HUP).collect { info -> println("reload, says $info") }
    } // from here on no HUP is missed
}

internal suspend fun children(): ExitStatus {
    val status = Spawn.of("make", "all").start().await()
    return status
}
