package dev.signalman.testkit;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// The output of GNU `as` for an assembly source, for comparison with machine code in the form of a
/// listing: lines such as `c3 | ret`.
///
/// @param machine the target machine
/// @param source the assembly
/// @param object the file that `as` has made
public record Assembled(TargetMachine machine, Path source, Path object) {

  /// A line of an assembler listing: line number, offset, bytes, source.
  private static final Pattern LISTED =
      Pattern.compile("^ *\\d+ \\p{XDigit}{4} ((?:\\p{XDigit}+ )+)\\s*\t(.*)$", Pattern.MULTILINE);

  private static final Pattern COMMENT = Pattern.compile("/\\*.*");
  private static final Pattern SYMBOL =
      Pattern.compile("^(\\p{XDigit}+) \\w (\\w+)$", Pattern.MULTILINE);

  /// Assembles a source. A warning is a failure.
  ///
  /// @param machine the target machine
  /// @param source the assembly
  /// @param folder a folder for new files
  /// @return the result
  /// @throws AssertionError if `as` refuses it
  public static Assembled of(TargetMachine machine, Path source, Path folder) {
    Path object = folder.resolve(machine + ".o");
    machine.binutil("as", "--fatal-warnings", source, "-o", object);
    return new Assembled(machine, source, object);
  }

  /// The bytes of the code section, in hexadecimal digits.
  ///
  /// @return the bytes, with a space between them
  /// @throws IOException if they cannot be read
  public String bytes() throws IOException {
    Path binary = object.resolveSibling(machine + ".text");
    machine.binutil("objcopy", "-O", "binary", "-j", ".text", object, binary);
    return hex(Files.readAllBytes(binary));
  }

  /// Bytes in the form of [#bytes()].
  ///
  /// @param bytes any
  /// @return their digits
  public static String hex(byte[] bytes) {
    return HexFormat.ofDelimiter(" ").formatHex(bytes);
  }

  /// The instructions as `as` lists them, without comments.
  ///
  /// @return one line for each: its bytes, a bar and its source
  public String listing() {
    return LISTED
        .matcher(machine.binutil("as", "-aln", "--listing-lhs-width=4", source, "-o", object))
        .results()
        .map(Assembled::bytesAndSource)
        .collect(joining("\n"));
  }

  private static String bytesAndSource(MatchResult line) {
    byte[] bytes = HexFormat.of().parseHex(line.group(1).replace(" ", ""));
    String source = COMMENT.matcher(line.group(2)).replaceAll("").replaceAll("\\s+", " ").strip();
    return hex(bytes) + " | " + source;
  }

  /// The instructions of a written listing in the form of [#listing()].
  ///
  /// @param text the listing; its labels are left out
  /// @return one line for each instruction
  public static String instructions(String text) {
    return text.lines()
        .filter(line -> line.contains("|"))
        .map(line -> line.replaceAll("\\s+", " ").strip())
        .collect(joining("\n"));
  }

  /// The source's symbols.
  ///
  /// @return their values by name
  public Map<String, Long> symbols() {
    var symbols = new HashMap<String, Long>();
    SYMBOL
        .matcher(machine.binutil("nm", object))
        .results()
        .forEach(s -> symbols.put(s.group(2), Long.parseUnsignedLong(s.group(1), 16)));
    return symbols;
  }

  /// Whether the bytes have relocations: they would be copied with a hole. A jump to a global
  /// symbol is enough to cause one on aarch64.
  ///
  /// @return whether a linker would have to change the bytes
  public boolean hasRelocations() {
    return !machine
        .binutil("readelf", "--relocs", object)
        .contains("There are no relocations in this file.");
  }
}
