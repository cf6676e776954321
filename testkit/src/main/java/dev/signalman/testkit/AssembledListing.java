package dev.signalman.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The tests of machine code that is written as a listing: its bytes are those of the assembly
/// beside it, as GNU `as` makes them.
public interface AssembledListing {
  /// The listing.
  ///
  /// @param machine the target machine
  String listing(TargetMachine machine);

  /// The bytes of the listing, as the program under test uses them.
  ///
  /// @param machine the target machine
  byte[] bytes(TargetMachine machine);

  /// The assembly.
  ///
  /// @param machine the target machine
  Path assembly(TargetMachine machine);

  /// The result of `as`.
  ///
  /// @param machine the target machine
  /// @param folder a folder for new files
  default Assembled assemble(TargetMachine machine, Path folder) {
    return Assembled.of(machine, assembly(machine), folder);
  }

  /// The bytes are those that `as` makes.
  @ParameterizedTest
  @EnumSource
  default void bytesAreTheAssembledOnes(TargetMachine machine, @TempDir Path folder)
      throws IOException {
    assertEquals(assemble(machine, folder).bytes(), Assembled.hex(bytes(machine)));
  }

  /// Beside each instruction stand its bytes.
  @ParameterizedTest
  @EnumSource
  default void everyLineShowsTheInstructionItsBytesAre(
      TargetMachine machine, @TempDir Path folder) {
    assertEquals(assemble(machine, folder).listing(), Assembled.instructions(listing(machine)));
  }

  /// The bytes can be copied anywhere.
  @ParameterizedTest
  @EnumSource
  default void nothingIsLeftToALinker(TargetMachine machine, @TempDir Path folder) {
    assertFalse(assemble(machine, folder).hasRelocations());
  }
}
