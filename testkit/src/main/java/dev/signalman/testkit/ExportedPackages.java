package dev.signalman.testkit;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;

/// The rule for an adapter: it uses what the modules of the library export, and nothing else of
/// them. The compiler does not hold it for an adapter that is no module.
public final class ExportedPackages {
  private ExportedPackages() {}

  /// Checks the classes of an adapter, without its tests.
  ///
  /// @param adapter its package, with all packages below
  /// @param others further packages that it may use
  /// @param members a type of each module that it may use
  /// @throws AssertionError if it uses another package of the library; the message has the places
  public static void hold(String adapter, Set<String> others, Class<?>... members)
      throws URISyntaxException {
    Set<String> allowed = new TreeSet<>(others);
    for (Class<?> member : members) {
      allowed.addAll(exportsOf(member));
    }
    noClasses()
        .should()
        .dependOnClassesThat(
            DescribedPredicate.describe(
                "are of the library, and not exported",
                type ->
                    type.getPackageName().startsWith("dev.signalman")
                        && !type.getPackageName().equals(adapter)
                        && !type.getPackageName().startsWith(adapter + ".")
                        && !allowed.contains(type.getPackageName())))
        .check(
            new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages(adapter));
  }

  private static Set<String> exportsOf(Class<?> member) throws URISyntaxException {
    Path library = Path.of(member.getProtectionDomain().getCodeSource().getLocation().toURI());
    Set<String> names = new TreeSet<>();
    for (var module : ModuleFinder.of(library).findAll()) {
      for (ModuleDescriptor.Exports exports : module.descriptor().exports()) {
        if (!exports.isQualified()) {
          names.add(exports.source());
        }
      }
    }
    return names;
  }
}
