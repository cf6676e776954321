package dev.signalman.internal.handler;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The bytes are those of the assembly beside them, as GNU `as` makes them.
class HandlerCodeAssemblyTest {

  /// A line of an assembler listing: line number, offset, bytes, source.
  private static final Pattern LISTED =
      Pattern.compile("^ *\\d+ \\p{XDigit}{4} ((?:\\p{XDigit}+ )+)\\s*\t(.*)$", Pattern.MULTILINE);

  private static final Pattern COMMENT = Pattern.compile("/\\*.*");
  private static final Pattern SYMBOL =
      Pattern.compile("^(\\p{XDigit}+) \\w (\\w+)$", Pattern.MULTILINE);

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void bytesAreTheAssembledOnes(TargetMachine machine) throws IOException {
    Path binary = folder.resolve("handlers.bin");
    machine.binutil("objcopy", "-O", "binary", "-j", ".text", assemble(machine), binary);
    assertThat(hex(machine.code().code())).isEqualTo(hex(Files.readAllBytes(binary)));
  }

  @ParameterizedTest
  @EnumSource
  void everyLineShowsTheInstructionItsBytesAre(TargetMachine machine) {
    String assembled =
        LISTED
            .matcher(
                machine.binutil(
                    "as", "-aln", "--listing-lhs-width=4", machine.assembly(), "-o", object()))
            .results()
            .map(HandlerCodeAssemblyTest::bytesAndSource)
            .collect(joining("\n"));
    String written =
        machine
            .listing
            .lines()
            .filter(line -> line.contains("|"))
            .map(line -> line.replaceAll("\\s+", " ").strip())
            .collect(joining("\n"));
    assertThat(written).isEqualTo(assembled);
  }

  private static String bytesAndSource(MatchResult line) {
    byte[] bytes = HexFormat.of().parseHex(line.group(1).replace(" ", ""));
    String source = COMMENT.matcher(line.group(2)).replaceAll("").replaceAll("\\s+", " ").strip();
    return hex(bytes) + " | " + source;
  }

  @ParameterizedTest
  @EnumSource
  void entriesAreTheSymbols(TargetMachine machine) {
    Map<String, Long> symbols = symbols(machine);
    assertThat(symbols)
        .containsEntry("deliver", (long) machine.code().deliver())
        .containsEntry("deliverOrPass", (long) machine.code().deliverOrPass())
        .containsEntry("setUp", (long) machine.code().setUp());
  }

  @ParameterizedTest
  @EnumSource
  void assemblyAndJavaAgreeOnTheData(TargetMachine machine) {
    assertThat(symbols(machine))
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

  /// Bytes with an open relocation would be copied with a hole in them. A jump to a global symbol
  /// is enough to cause one on aarch64.
  @ParameterizedTest
  @EnumSource
  void nothingIsLeftToALinker(TargetMachine machine) {
    assertThat(machine.binutil("readelf", "--relocs", assemble(machine)))
        .contains("There are no relocations in this file.");
  }

  private static Map<String, Long> addressesByName(String symbolTable) {
    var symbols = new HashMap<String, Long>();
    SYMBOL
        .matcher(symbolTable)
        .results()
        .forEach(s -> symbols.put(s.group(2), Long.parseUnsignedLong(s.group(1), 16)));
    return symbols;
  }

  private Map<String, Long> symbols(TargetMachine machine) {
    return addressesByName(machine.binutil("nm", assemble(machine)));
  }

  private Path assemble(TargetMachine machine) {
    machine.binutil("as", "--fatal-warnings", machine.assembly(), "-o", object());
    return object();
  }

  private Path object() {
    return folder.resolve("handlers.o");
  }

  private static String hex(byte[] bytes) {
    return HexFormat.ofDelimiter(" ").formatHex(bytes);
  }
}
