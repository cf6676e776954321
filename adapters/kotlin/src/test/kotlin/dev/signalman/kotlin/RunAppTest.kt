package dev.signalman.kotlin

import dev.signalman.PosixException
import dev.signalman.Signal
import dev.signalman.signal.Signals
import dev.signalman.testkit.ChildJvm
import dev.signalman.testkit.Eventually
import dev.signalman.testkit.Peer
import org.assertj.core.api.Assertions.assertThat
import org.junit.jupiter.api.DisplayName
import org.junit.jupiter.api.Test
import org.junit.jupiter.params.ParameterizedTest
import org.junit.jupiter.params.provider.ValueSource

/** A VM for each program. */
class RunAppTest {
    private fun start(vararg args: String) = ChildJvm.start(AppProgram::class.java, *args)

    @Test
    @DisplayName("KOTLIN-08: TERM under load: what was accepted is finished, the rest is cancelled")
    fun underLoad() {
        start("load").use { child ->
            child.expect("collecting")
            for (i in 0L..300L) {
                Signals.send(child.pid().toLong(), Signal.RT3, i)
                if (i == 0L) {
                    child.expect("ready")
                }
            }
            Peer.kill("TERM", child.pid().toLong())
            try {
                for (i in 301L..400L) {
                    Signals.send(child.pid().toLong(), Signal.RT3, i)
                }
            } catch (_: PosixException) {
                // It has ended already.
            }
            child.expect("cancelled")
            child.expectExit(0)
            val (accepted, finished) =
                child.remainingLines().single().split(", ").map { it.substringAfter(' ').toInt() }
            assertThat(accepted).isGreaterThan(1)
            assertThat(finished).isEqualTo(accepted)
        }
    }

    @ParameterizedTest
    @ValueSource(strings = ["TERM", "INT"])
    @DisplayName("KOTLIN-09: the exit status is that of the lifecycle")
    fun status(signal: String) {
        start("status").use { child ->
            child.expect("ready")
            Peer.kill(signal, child.pid().toLong())
            child.expectExit(42)
            assertThat(child.errors()).last().asString().contains("by $signal from pid", "1 task")
        }
    }

    @ParameterizedTest
    @ValueSource(strings = ["block", "child", "scope", "shielded", "twice", "cancelled"])
    @DisplayName(
        "KOTLIN-10: exitProcess in a coroutine keeps its status; the other coroutines are finished," +
            " and nobody waits for that one"
    )
    fun exitProcess(way: String) {
        start("exit", way).use { child ->
            if (way == "cancelled") {
                child.expect("ready")
                Peer.kill("TERM", child.pid().toLong())
            }
            child.expect("finished")
            child.expectExit(3)
            assertThat(child.errors()).last().asString().contains("stopped in").doesNotContain("late")
        }
    }

    @Test
    @DisplayName("KOTLIN-11: late coroutines are named, with the stack of the thread that they hold")
    fun late() {
        start("late").use { child ->
            child.expect("ready")
            Peer.kill("TERM", child.pid().toLong())
            Eventually.until("the late ones are named") {
                child.errors().joinToString("\n").contains("suspended one, suspended")
            }
            child.send("enough")
            child.expectExit(1)
            assertThat(child.errors().joinToString("\n"))
                .contains("2 coroutines have not ended")
                .containsPattern("blocked one, in thread .*\n.*Thread.sleep")
                .contains("app/coroutines had not ended")
        }
    }

    @Test
    @DisplayName(
        "KOTLIN-12: after its end claims and threads are gone; a second one at the same time is" +
            " refused, one afterwards works; KOTLIN-13: a scope cancelled twice; KOTLIN-14: a failure" +
            " is thrown"
    )
    fun ends() {
        start("ends").use { child ->
            child.expect("refused true", "again true", "cancelled twice", "foreign true", "broken")
            child.expect("again true")
            child.expect("no thread is left")
            child.expectExit(0)
        }
    }

    @Test
    @DisplayName("KOTLIN-15: a TERM at the very beginning ends the program in order, too")
    fun atTheBeginning() {
        start("early").use { child ->
            child.expectExit(0)
            assertThat(child.errors()).last().asString().contains("stopped in", "by TERM from pid")
        }
    }
}
