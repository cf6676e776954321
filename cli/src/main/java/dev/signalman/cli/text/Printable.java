package dev.signalman.cli.text;

/// Makes names of others, such as those of processes, harmless for a terminal.
public final class Printable {
  private Printable() {}

  /// `text` with each control character as `\xNN`: the name of a process may be an escape sequence.
  public static String of(String text) {
    StringBuilder printable = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char character = text.charAt(i);
      if (Character.isISOControl(character)) {
        printable.append(String.format("\\x%02x", (int) character));
      } else {
        printable.append(character);
      }
    }
    return printable.toString();
  }
}
