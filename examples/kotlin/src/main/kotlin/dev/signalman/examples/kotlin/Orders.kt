package dev.signalman.examples.kotlin

import com.sun.net.httpserver.HttpExchange
import com.sun.net.httpserver.HttpServer
import dev.signalman.Signal
import dev.signalman.kotlin.await
import dev.signalman.kotlin.launchIn
import dev.signalman.kotlin.runApp
import dev.signalman.kotlin.signals
import dev.signalman.process.Spawn
import java.net.InetSocketAddress
import java.util.concurrent.atomic.AtomicInteger
import kotlinx.coroutines.CoroutineStart
import kotlinx.coroutines.launch

/**
 * Takes orders at `http://localhost:8080/order`. Each is shipped by a child process, and answered
 * when it is shipped. USR1 tells how many were; at TERM the orders that were taken are shipped, and
 * then the program ends.
 */
fun main(args: Array<String>) = runApp {
    val shipped = AtomicInteger()
    val orders = lifecycle.inFlight("orders")
    val server = HttpServer.create(InetSocketAddress(args.firstOrNull()?.toInt() ?: 8080), 0)
    server.createContext("/order") { exchange ->
        orders.launchIn(this, exchange.requestURI.path) {
            val status = Spawn.of("sleep", "0.2").start().await()
            exchange.answer("order ${shipped.incrementAndGet()}: $status\n")
        }
    }

    // The server stops before the scope is cancelled, and waits until it has answered.
    val http = lifecycle.stage("http")
    http.add("server", AutoCloseable { server.stop(10) })
    stage.after(http)

    launch(start = CoroutineStart.UNDISPATCHED) {
        signals(Signal.USR1).collect { println("${shipped.get()} shipped so far, says $it") }
    }
    server.start()
    println("taking orders on port ${server.address.port}")
    lifecycle.ready()
}

private fun HttpExchange.answer(text: String) = use {
    sendResponseHeaders(200, text.length.toLong())
    responseBody.write(text.toByteArray())
}
