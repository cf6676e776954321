package dev.signalman;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.stream.Collectors.toUnmodifiableSet;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.lang.conditions.ArchConditions;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import dev.signalman.internal.kernel.DaemonThread;
import java.lang.module.ModuleDescriptor.Exports;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LayerTest {
  private static final JavaClasses CORE =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.signalman");

  private static final Set<String> SHARED = Set.of("dev.signalman", "dev.signalman.posix");

  private static final Set<String> EXPORTED =
      LayerTest.class.getModule().getDescriptor().exports().stream()
          .filter(exports -> !exports.isQualified())
          .map(Exports::source)
          .collect(toUnmodifiableSet());

  // A pattern such as dev.signalman.(**) would leave out the classes of dev.signalman itself.
  private static final SliceAssignment PACKAGES =
      new SliceAssignment() {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
          return type.getPackageName().startsWith("dev.signalman")
              ? SliceIdentifier.of(type.getPackageName())
              : SliceIdentifier.ignore();
        }

        @Override
        public String getDescription() {
          return "each package";
        }
      };

  @Test
  void foreignMemoryIsUsedByPosixAlone() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.signalman.posix..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("java.lang.foreign..")
        .allowEmptyShould(true)
        .check(CORE);
  }

  /// A program could have written it.
  @Test
  void systemdStandsOnThePublicApi() {
    noClasses()
        .that()
        .resideInAPackage("dev.signalman.systemd")
        .should()
        .dependOnClassesThat(
            DescribedPredicate.describe(
                "are of this project, and no part of its public API",
                type -> type.getPackageName().startsWith("dev.signalman") && !isOpen(type)))
        .check(CORE);
  }

  private static boolean isOpen(JavaClass type) {
    return type.getPackageName().equals("dev.signalman.systemd") || isExported(type);
  }

  @Test
  void threadsAreStartedInOnePlace() {
    noClasses()
        .that()
        .doNotBelongToAnyOf(DaemonThread.class)
        .and()
        .resideOutsideOfPackage("..testkit..")
        .should(
            ArchConditions.callCodeUnitWhere(
                DescribedPredicate.describe(
                    "makes a thread",
                    call -> call.getTargetOwner().isAssignableTo(Thread.class) && makes(call))))
        .check(CORE);
  }

  private static boolean makes(JavaCall<?> call) {
    return Set.of("<init>", "ofPlatform", "ofVirtual", "startVirtualThread")
        .contains(call.getTarget().getName());
  }

  /// It can be told by any room.
  @Test
  void observersUseTheSharedTypesAlone() {
    Set<String> allowed = Set.of("dev.signalman", "dev.signalman.observe");
    classes()
        .that()
        .resideInAPackage("dev.signalman.observe")
        .should()
        .onlyDependOnClassesThat(
            DescribedPredicate.describe(
                "are shared types",
                used ->
                    !used.getPackageName().startsWith("dev.signalman")
                        || allowed.contains(used.getPackageName())))
        .check(CORE);
  }

  /// A room may use those that are named before it, [#SHARED], and nothing else of the library.
  @Test
  void internalRoomsAreStackedOneWay() {
    String[] rooms = {"kernel", "wait", "handler", "engine", "portable", "trampoline", "init"};
    Set<String> allowed = new HashSet<>(SHARED);
    for (String room : rooms) {
      if (room.equals("engine")) {
        allowed.add("dev.signalman.observe"); // which knows no room
      }
      String here = "dev.signalman.internal." + room;
      allowed.add(here);
      classes()
          .that()
          .resideInAPackage(here)
          .should()
          .onlyDependOnClassesThat(
              DescribedPredicate.describe(
                  "are in a room below " + room,
                  used ->
                      !used.getPackageName().startsWith("dev.signalman")
                          || allowed.contains(used.getPackageName())))
          .check(CORE);
    }
  }

  @Test
  void packagesAreFreeOfCycles() {
    slices().assignedFrom(PACKAGES).should().beFreeOfCycles().check(CORE);
  }

  @Test
  void exportedSignaturesShowOnlyExportedTypes() {
    classes()
        .that(DescribedPredicate.describe("are exported", LayerTest::isExported))
        .should(showOnlyExportedTypes())
        .allowEmptyShould(true)
        .check(CORE);
  }

  private static boolean isExported(JavaClass type) {
    return EXPORTED.contains(type.getPackageName()) && isVisible(type.getModifiers());
  }

  private static boolean isVisible(Set<JavaModifier> modifiers) {
    return modifiers.contains(JavaModifier.PUBLIC) || modifiers.contains(JavaModifier.PROTECTED);
  }

  private static ArchCondition<JavaClass> showOnlyExportedTypes() {
    return new ArchCondition<>("show only exported types in their signatures") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        Stream.concat(type.getRawInterfaces().stream(), type.getRawSuperclass().stream())
            .filter(LayerTest::isHidden)
            .forEach(hidden -> report(type.getFullName(), hidden, type, events));
        type.getMembers().stream()
            .filter(member -> isVisible(member.getModifiers()))
            .forEach(member ->
                typesIn(member)
                    .filter(LayerTest::isHidden)
                    .forEach(hidden -> report(member.getFullName(), hidden, type, events)));
      }
    };
  }

  private static Stream<JavaClass> typesIn(JavaMember member) {
    return switch (member) {
      case JavaCodeUnit unit ->
          Stream.concat(unit.getAllInvolvedRawTypes().stream(), unit.getExceptionTypes().stream());
      case JavaField field -> field.getAllInvolvedRawTypes().stream();
      default -> Stream.empty();
    };
  }

  private static boolean isHidden(JavaClass type) {
    String name = type.getPackageName();
    return name.startsWith("java.lang.foreign")
        || (name.startsWith("dev.signalman") && !isExported(type));
  }

  private static void report(
      String where, JavaClass hidden, JavaClass owner, ConditionEvents events) {
    events.add(SimpleConditionEvent.violated(owner, where + " shows " + hidden.getFullName()));
  }
}
