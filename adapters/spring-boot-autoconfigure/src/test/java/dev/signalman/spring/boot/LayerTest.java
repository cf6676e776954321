package dev.signalman.spring.boot;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.signalman.lifecycle.Lifecycle;
import dev.signalman.lifecycle.test.VirtualProcess;
import dev.signalman.signal.Signals;
import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class LayerTest {
  @Test
  @DisplayName("SPRING-23 only what core, lifecycle and lifecycle-test export is used")
  void onlyExportedPackagesAreUsed() throws Exception {
    Set<String> allowed =
        new TreeSet<>(
            Set.of(
                "dev.signalman.spring", "dev.signalman.spring.boot", "dev.signalman.micrometer"));
    for (Class<?> member : new Class<?>[] {Signals.class, Lifecycle.class, VirtualProcess.class}) {
      exports(member).forEach(allowed::add);
    }
    JavaClasses classes =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.signalman.spring");
    assertThat(classes).isNotEmpty();
    noClasses()
        .should()
        .dependOnClassesThat(
            com.tngtech.archunit.base.DescribedPredicate.describe(
                "are ours and not exported",
                type ->
                    type.getPackageName().startsWith("dev.signalman")
                        && !allowed.contains(type.getPackageName())))
        .check(classes);
  }

  private static Set<String> exports(Class<?> member) throws Exception {
    URI place = member.getProtectionDomain().getCodeSource().getLocation().toURI();
    Set<String> names = new TreeSet<>();
    for (ModuleDescriptor.Exports each : descriptor(Path.of(place)).exports()) {
      if (!each.isQualified()) {
        names.add(each.source());
      }
    }
    return names;
  }

  private static ModuleDescriptor descriptor(Path place) throws IOException {
    if (Files.isDirectory(place)) {
      try (InputStream in = Files.newInputStream(place.resolve("module-info.class"))) {
        return ModuleDescriptor.read(in);
      }
    }
    try (JarFile jar = new JarFile(place.toFile());
        InputStream in = jar.getInputStream(jar.getEntry("module-info.class"))) {
      return ModuleDescriptor.read(in);
    }
  }
}
