package dev.signalman.kotlin

import dev.signalman.Signal
import dev.signalman.lifecycle.Lifecycle
import dev.signalman.testkit.ExportedPackages
import org.junit.jupiter.api.DisplayName
import org.junit.jupiter.api.Test

class LayerTest {
    @Test
    @DisplayName("KOTLIN-16: the adapter uses what the library exports, and nothing else of it")
    fun usesWhatIsExported() {
        ExportedPackages.hold(
            Class.forName("dev.signalman.kotlin.SignalFlowsKt"),
            setOf(),
            Signal::class.java,
            Lifecycle::class.java,
        )
    }
}
