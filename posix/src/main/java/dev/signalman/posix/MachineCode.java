package dev.signalman.posix;

import java.util.Arrays;

/// Machine code in the form of an assembler listing.
///
/// A line is a label (`deliver:`) or the bytes of one instruction followed by its source (`c3 |
/// ret`). The source is for the reader, and for the test that compares it with the assembly. A
/// label's offset is the number of bytes before it, so no offset is written by hand.
///
/// The parser is a plain loop because it runs on the way to a program's first signal: it takes less
/// time than it would take to load streams and lambdas.
public final class MachineCode {
  private static final int MOST_LABELS = 8;

  private final byte[] bytes;
  private int size;
  private final String[] labels = new String[MOST_LABELS];
  private final int[] offsets = new int[MOST_LABELS];
  private int labelled;

  private MachineCode(int room) {
    bytes = new byte[room];
  }

  /// Reads a listing.
  ///
  /// @throws IllegalArgumentException if a line is neither a label nor bytes and an instruction, if
  ///   a label appears twice, or if there are too many labels
  public static MachineCode parse(String text) {
    MachineCode code = new MachineCode(text.length() / 2);
    int end;
    for (int start = 0; start < text.length(); start = end + 1) {
      end = text.indexOf('\n', start);
      end = end < 0 ? text.length() : end;
      String line = text.substring(start, end).strip();
      if (line.endsWith(":")) {
        code.addLabel(line.substring(0, line.length() - 1));
      } else if (!line.isEmpty()) {
        code.addInstruction(line);
      }
    }
    return code;
  }

  private void addLabel(String label) {
    if (find(label) >= 0) {
      throw new IllegalArgumentException("The label " + label + " stands in the listing twice");
    }
    if (labelled == MOST_LABELS) {
      throw new IllegalArgumentException("More labels than " + MOST_LABELS + ": " + label);
    }
    labels[labelled] = label;
    offsets[labelled++] = size;
  }

  private void addInstruction(String line) {
    int bar = line.indexOf('|');
    if (bar < 0) {
      throw new IllegalArgumentException("No '|' between bytes and instruction: " + line);
    }
    String digits = line.substring(0, bar).strip();
    for (int i = 0; i < digits.length(); i += 3) {
      boolean last = i + 2 == digits.length();
      boolean pair = last || (i + 3 < digits.length() && digits.charAt(i + 2) == ' ');
      int high = pair ? Character.digit(digits.charAt(i), 16) : -1;
      int low = pair ? Character.digit(digits.charAt(i + 1), 16) : -1;
      if (high < 0 || low < 0) {
        throw new IllegalArgumentException("Not pairs of hexadecimal digits: " + line);
      }
      bytes[size++] = (byte) (high << 4 | low);
    }
  }

  private int find(String label) {
    for (int i = 0; i < labelled; i++) {
      if (labels[i].equals(label)) {
        return i;
      }
    }
    return -1;
  }

  /// The number of bytes.
  public int size() {
    return size;
  }

  /// The bytes, a new array each time.
  public byte[] bytes() {
    return Arrays.copyOf(bytes, size);
  }

  /// The number of bytes before a label.
  ///
  /// @throws IllegalArgumentException if there is no such label
  public int offsetOf(String label) {
    int found = find(label);
    if (found < 0) {
      throw new IllegalArgumentException("The listing has no label " + label);
    }
    return offsets[found];
  }
}
