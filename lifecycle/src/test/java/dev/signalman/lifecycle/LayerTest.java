package dev.signalman.lifecycle;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.lang.module.ModuleDescriptor.Exports;
import org.junit.jupiter.api.Test;

class LayerTest {
  private static final String ROOT = "dev.signalman.lifecycle";

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages(ROOT);

  @Test
  void theMachineKnowsNoThreadsNoClockAndNoSignals() {
    noClasses()
        .that()
        .resideInAPackage(ROOT + ".machine")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.util.concurrent..", "java.time..", "dev.signalman.signal..")
        .orShould()
        .dependOnClassesThat()
        .belongToAnyOf(Thread.class, System.class, Runtime.class)
        .check(CLASSES);
  }

  @Test
  void signalsAreUsedInOneClass() {
    noClasses()
        .that()
        .doNotBelongToAnyOf(StopSignals.class)
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.signalman.signal")
        .check(CLASSES);
  }

  @Test
  void managementIsOptional() {
    noClasses()
        .that()
        .doNotBelongToAnyOf(LockOwners.class)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.lang.management..", "com.sun.management..")
        .check(CLASSES);
  }

  @Test
  void packagesAreFreeOfCycles() {
    slices().matching(ROOT + ".(*)").should().beFreeOfCycles().check(CLASSES);
    noClasses()
        .that()
        .resideInAnyPackage(ROOT + ".machine", ROOT + ".world")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(ROOT)
        .check(CLASSES);
  }

  @Test
  void onlyThePublicPackageIsExported() {
    assertThat(Lifecycle.class.getModule().getDescriptor().exports())
        .filteredOn(exports -> !exports.isQualified())
        .extracting(Exports::source)
        .containsExactly(ROOT);
  }

  @Test
  void theSeamForTestsIsExportedToTheModuleForTests() {
    assertThat(Lifecycle.class.getModule().getDescriptor().exports())
        .filteredOn(Exports::isQualified)
        .singleElement()
        .satisfies(exports -> assertThat(exports.source()).isEqualTo(ROOT + ".world"))
        .satisfies(exports -> assertThat(exports.targets()).containsExactly(ROOT + ".test"));
  }
}
