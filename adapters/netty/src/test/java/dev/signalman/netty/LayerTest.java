package dev.signalman.netty;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.signalman.Signal;
import dev.signalman.lifecycle.Lifecycle;
import java.lang.module.ModuleFinder;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class LayerTest {
  @Test
  @DisplayName("NETTY-14: the adapter uses what the library exports, and nothing else of it")
  void usesWhatIsExported() throws Exception {
    Set<String> exported = new HashSet<>(exported(Signal.class, "dev.signalman"));
    exported.addAll(exported(Lifecycle.class, "dev.signalman.lifecycle"));
    noClasses()
        .should()
        .dependOnClassesThat(
            DescribedPredicate.describe(
                "are of the library, and not exported",
                type ->
                    type.getPackageName().startsWith("dev.signalman")
                        && !type.getPackageName().equals("dev.signalman.netty")
                        && !exported.contains(type.getPackageName())))
        .check(
            new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("dev.signalman.netty"));
  }

  private static Set<String> exported(Class<?> member, String module) throws Exception {
    Path library = Path.of(member.getProtectionDomain().getCodeSource().getLocation().toURI());
    return ModuleFinder.of(library).find(module).orElseThrow().descriptor().exports().stream()
        .filter(exports -> !exports.isQualified())
        .map(exports -> exports.source())
        .collect(Collectors.toSet());
  }
}
