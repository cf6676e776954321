package dev.signalman.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import dev.signalman.cli.command.RawCommand;
import dev.signalman.cli.command.Subcommand;
import dev.signalman.cli.run.RunCommand;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LayerTest {
  private static final String ROOT = "dev.signalman.cli";

  private static final JavaClasses CLI =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages(ROOT);

  // A pattern such as dev.signalman.cli.(**) would leave out the classes of dev.signalman.cli.
  private static final SliceAssignment PACKAGES =
      new SliceAssignment() {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
          return type.getPackageName().startsWith(ROOT)
              ? SliceIdentifier.of(type.getPackageName())
              : SliceIdentifier.ignore();
        }

        @Override
        public String getDescription() {
          return "each package";
        }
      };

  /// The package of each command.
  static List<String> commands() {
    return Commands.all(Screen.plain().terminal()).stream()
        .map(command -> command.getClass().getPackageName())
        .toList();
  }

  /// Commands with the command line of another program are `run` under another name.
  @Test
  void eachCommandHasAPackageOfItsName() {
    for (Subcommand command : Commands.all(Screen.plain().terminal())) {
      String name = command instanceof RawCommand ? RunCommand.NAME : command.spec().name();
      assertThat(command.getClass().getPackageName()).isEqualTo(ROOT + "." + name);
    }
  }

  @Test
  void packagesAreFreeOfCycles() {
    slices().assignedFrom(PACKAGES).should().beFreeOfCycles().check(CLI);
  }

  /// So neither another command nor what commands share depends on it.
  @ParameterizedTest
  @MethodSource("commands")
  void aCommandIsKnownOnlyToTheListOfCommands(String command) {
    noClasses()
        .that()
        .resideOutsideOfPackages(ROOT, command)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(command)
        .check(CLI);
  }

  @Test
  void textKnowsNothingElseOfThisModule() {
    noClasses()
        .that()
        .resideInAPackage(ROOT + ".text")
        .should()
        .dependOnClassesThat(
            DescribedPredicate.describe(
                "are of another package of this module",
                type ->
                    type.getPackageName().startsWith(ROOT)
                        && !type.getPackageName().equals(ROOT + ".text")))
        .check(CLI);
  }
}
