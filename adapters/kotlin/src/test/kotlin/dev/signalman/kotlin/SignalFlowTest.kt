package dev.signalman.kotlin

import dev.signalman.SignalSet
import dev.signalman.testkit.ChildJvm
import org.assertj.core.api.Assertions.assertThatIllegalArgumentException
import org.junit.jupiter.api.DisplayName
import org.junit.jupiter.api.Test

/** A VM each, for signals belong to the process. */
class SignalFlowTest {
    @Test
    @DisplayName(
        "KOTLIN-01: a flow claims when its collection begins, and releases when it ends; KOTLIN-02:" +
            " bounded and counted; KOTLIN-03: put back; KOTLIN-05: completes or is refused;" +
            " KOTLIN-06: the status of a child is not lost; KOTLIN-07: no thread is left"
    )
    fun flowsAndChildren() {
        ChildJvm.start(FlowProgram::class.java, "signals").use { child ->
            child.expect("in order true", "released true", "first 7, released true")
            child.expect("kept [1, 2, 3], dropped 3")
            child.expect("put back USR1", "once true")
            child.expect("completed true", "refused true, nothing is claimed true")
            child.expect("alive true, waiting true", "status 7 and 7", "killed by TERM")
            child.expect("no thread is left")
            child.expectExit(0)
        }
    }

    @Test
    @DisplayName(
        "KOTLIN-04: a signal that is on its way to a collector when this is cancelled takes its" +
            " present action"
    )
    fun onItsWay() {
        ChildJvm.start(FlowProgram::class.java, "on-its-way").use { child ->
            child.expect("hook")
            child.expectExit(143)
        }
    }

    @Test
    fun wrongArguments() {
        assertThatIllegalArgumentException().isThrownBy { signals() }
        assertThatIllegalArgumentException().isThrownBy { signals(SignalSet.none()) }
        assertThatIllegalArgumentException().isThrownBy { signals(SignalSet.TERMINATION, 0) }
    }
}
