package dev.signalman.internal.handler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.testkit.AssembledListing;
import dev.signalman.testkit.TargetMachine;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The bytes are those of the assembly beside them, as GNU `as` makes them.
class HandlerCodeAssemblyTest implements AssembledListing {

  @TempDir Path folder;

  @Override
  public String listing(TargetMachine machine) {
    return HandlerListing.of(machine);
  }

  @Override
  public byte[] bytes(TargetMachine machine) {
    return HandlerListing.code(machine).code();
  }

  @Override
  public Path assembly(TargetMachine machine) {
    return HandlerListing.assembly(machine);
  }

  @ParameterizedTest
  @EnumSource
  void entriesAreTheSymbols(TargetMachine machine) {
    HandlerCode code = HandlerListing.code(machine);
    assertThat(assemble(machine, folder).symbols())
        .containsEntry("deliver", (long) code.deliver())
        .containsEntry("deliverOrPass", (long) code.deliverOrPass())
        .containsEntry("setUp", (long) code.setUp());
  }

  @ParameterizedTest
  @EnumSource
  void assemblyAndJavaAgreeOnTheData(TargetMachine machine) {
    assertThat(assemble(machine, folder).symbols())
        .containsEntry("DATA", DataLayout.DATA_OFFSET)
        .containsEntry("MASK", DataLayout.MASK)
        .containsEntry("BLOCK", DataLayout.BLOCK)
        .containsEntry("KEEP", DataLayout.KEEP)
        .containsEntry("ACKS", DataLayout.ACKS)
        .containsEntry("EPOCH", DataLayout.EPOCH)
        .containsEntry("ANSWERS", DataLayout.answer(0))
        .containsEntry("LAST_SLOT", DataLayout.SLOTS - 1L)
        .containsEntry("ANSWER_TID", DataLayout.ANSWER_TID)
        .containsEntry("ANSWER_MASK", DataLayout.ANSWER_MASK)
        .containsEntry("ANSWER_EPOCH", DataLayout.ANSWER_EPOCH)
        .containsEntry("NEXT", DataLayout.next(1) - Long.BYTES)
        .containsEntry("PID", DataLayout.PID)
        .containsEntry("FDS", DataLayout.fd(1) - Integer.BYTES)
        .containsEntry("DROPPED", DataLayout.dropped(1) - Long.BYTES)
        .containsEntry("RECORD", (long) DataLayout.RECORD_SIZE);
  }
}
