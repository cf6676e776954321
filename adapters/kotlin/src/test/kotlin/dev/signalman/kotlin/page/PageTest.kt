package dev.signalman.kotlin.page

import dev.signalman.testkit.ChildJvm
import dev.signalman.testkit.Documents
import dev.signalman.testkit.Peer
import java.nio.file.Path
import kotlin.io.path.readText
import org.assertj.core.api.Assertions.assertThat
import org.junit.jupiter.api.Test

/** The blocks of Kotlin on the page of the adapter compile, and its program runs. */
class PageTest {
    private val source = Path.of("src/test/kotlin/dev/signalman/kotlin/page/Page.kt").readText()

    @Test
    fun eachBlockIsCompiledHere() {
        val page = Documents.ROOT.resolve("docs/adapters/kotlin.md").readText()
        val blocks = Regex("(?s)```kotlin\n(.*?)```").findAll(page).map { it.groupValues[1] }.toList()
        assertThat(blocks).isNotEmpty
        assertThat(blocks).allSatisfy { block ->
            val (imports, code) = block.lines().partition { it.startsWith("import ") }
            assertThat(source.lines()).containsAll(imports)
            assertThat(unindented(source)).contains(unindented(code.joinToString("\n")).trim())
        }
    }

    private fun unindented(code: String) = code.lines().joinToString("\n") { it.trim() }

    @Test
    fun theProgramStopsAtTerm() {
        ChildJvm.start(Class.forName("dev.signalman.kotlin.page.PageKt")).use { child ->
            child.expect("ready")
            Peer.kill("TERM", child.pid().toLong())
            child.expectExit(0)
        }
    }
}
