package dev.signalman.internal.handler;

import java.io.ByteArrayOutputStream;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/// Machine code written down the way an assembler lists it.
///
/// A line is a label (`deliver:`) or the bytes of one instruction with its source beside them (`c3
/// | ret`). The source is for the reader, and for the test that compares it with the assembly. A
/// label's offset is the number of bytes before it, so that no offset is ever written by hand.
final class Listing {

  private static final HexFormat HEX = HexFormat.ofDelimiter(" ");

  private final byte[] code;
  private final Map<String, Integer> labels;

  private Listing(byte[] code, Map<String, Integer> labels) {
    this.code = code;
    this.labels = labels;
  }

  static Listing parse(String text) {
    var code = new ByteArrayOutputStream();
    var labels = new HashMap<String, Integer>();
    for (String line : text.lines().map(String::strip).filter(l -> !l.isEmpty()).toList()) {
      if (line.endsWith(":")) {
        String label = line.substring(0, line.length() - 1);
        if (labels.putIfAbsent(label, code.size()) != null) {
          throw new IllegalArgumentException("The label " + label + " stands in the listing twice");
        }
      } else {
        code.writeBytes(bytesOf(line));
      }
    }
    return new Listing(code.toByteArray(), labels);
  }

  private static byte[] bytesOf(String line) {
    int bar = line.indexOf('|');
    if (bar < 0) {
      throw new IllegalArgumentException("No '|' between bytes and instruction: " + line);
    }
    return HEX.parseHex(line.substring(0, bar).strip());
  }

  byte[] code() {
    return code.clone();
  }

  int offsetOf(String label) {
    Integer offset = labels.get(label);
    if (offset == null) {
      throw new IllegalArgumentException("The listing has no label " + label);
    }
    return offset;
  }
}
