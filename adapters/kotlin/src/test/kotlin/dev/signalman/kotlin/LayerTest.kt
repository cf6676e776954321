package dev.signalman.kotlin

import com.tngtech.archunit.base.DescribedPredicate
import com.tngtech.archunit.core.domain.JavaClass
import com.tngtech.archunit.core.importer.ClassFileImporter
import com.tngtech.archunit.core.importer.ImportOption
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses
import dev.signalman.Signal
import dev.signalman.lifecycle.Lifecycle
import java.lang.module.ModuleFinder
import java.nio.file.Path
import org.junit.jupiter.api.DisplayName
import org.junit.jupiter.api.Test

class LayerTest {
    @Test
    @DisplayName("KOTLIN-16: the adapter uses what the library exports, and nothing else of it")
    fun usesWhatIsExported() {
        val exported = exported(Signal::class.java) + exported(Lifecycle::class.java)
        noClasses()
            .should()
            .dependOnClassesThat(
                DescribedPredicate.describe<JavaClass>("are of the library, and not exported") {
                    it.packageName.startsWith("dev.signalman") &&
                        it.packageName != "dev.signalman.kotlin" &&
                        it.packageName !in exported
                }
            )
            .check(
                ClassFileImporter()
                    .withImportOption(ImportOption.DoNotIncludeTests())
                    .importPackages("dev.signalman.kotlin")
            )
    }

    private fun exported(type: Class<*>): Set<String> {
        val place = Path.of(type.protectionDomain.codeSource.location.toURI())
        return ModuleFinder.of(place)
            .findAll()
            .single()
            .descriptor()
            .exports()
            .filterNot { it.isQualified }
            .map { it.source() }
            .toSet()
    }
}
