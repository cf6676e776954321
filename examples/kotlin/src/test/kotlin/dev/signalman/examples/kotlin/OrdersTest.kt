package dev.signalman.examples.kotlin

import dev.signalman.testkit.ChildProgram
import dev.signalman.testkit.Peer
import java.net.URI
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpResponse
import org.assertj.core.api.Assertions.assertThat
import org.junit.jupiter.api.DisplayName
import org.junit.jupiter.api.Test

class OrdersTest {
    @Test
    @DisplayName("KOTLIN-17 the example runs by one command: orders, USR1, TERM")
    fun ordersAreShipped() {
        val home = "JAVA_HOME=" + System.getProperty("java.home")
        val program = ChildProgram.start("env", home, System.getProperty("launcher"), "0")
        program.use {
            HttpClient.newHttpClient().use { client ->
                val port = program.line().substringAfterLast(' ')
                val order = HttpRequest.newBuilder(URI.create("http://127.0.0.1:$port/order")).build()
                val first = client.send(order, HttpResponse.BodyHandlers.ofString())
                assertThat(first.body()).startsWith("order 1: ")
                val under = client.sendAsync(order, HttpResponse.BodyHandlers.ofString())
                Peer.kill("USR1", program.pid().toLong())
                assertThat(program.line()).contains("shipped so far, says SIGUSR1 from pid")
                Peer.kill("TERM", program.pid().toLong())
                program.expectExit(0)
                // Taken or refused, but not lost.
                under.handle { answer, _ -> answer?.let { assertThat(it.statusCode()).isEqualTo(200) } }
                    .join()
            }
            assertThat(program.errors()).last().asString().contains("stopped in", "2 tasks")
        }
    }
}
