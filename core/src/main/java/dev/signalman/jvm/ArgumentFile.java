package dev.signalman.jvm;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Reads the words of an argument file of the `java` command (`java @file`): white space separates
/// words, `#` begins a comment, quotes of both kinds group, and within them a backslash escapes.
final class ArgumentFile {
  private static final char NO_QUOTE = 0;

  private final String text;
  private final List<String> words = new ArrayList<>();
  private final StringBuilder word = new StringBuilder();
  private boolean begun;
  private char quote = NO_QUOTE;
  private int next;

  private ArgumentFile(String text) {
    this.text = text;
  }

  /// Reads a file in the encoding of the locale, as the command does.
  static List<String> read(Path file) throws IOException {
    String encoding = System.getProperty("native.encoding", "UTF-8");
    return words(new String(Files.readAllBytes(file), Charset.forName(encoding)));
  }

  static List<String> words(String text) {
    ArgumentFile file = new ArgumentFile(text);
    while (file.next < text.length()) {
      file.take(text.charAt(file.next++));
    }
    file.endWord();
    return file.words;
  }

  private void take(char character) {
    if (quote != NO_QUOTE) {
      takeQuoted(character);
    } else if (character == '#' && !begun) {
      skipLine();
    } else if (character == '"' || character == '\'') {
      quote = character;
      begun = true;
    } else if (Character.isWhitespace(character)) {
      endWord();
    } else {
      append(character);
    }
  }

  private void takeQuoted(char character) {
    if (character == quote) {
      quote = NO_QUOTE;
    } else if (character == '\\' && next < text.length()) {
      escape(text.charAt(next++));
    } else {
      append(character);
    }
  }

  private void escape(char character) {
    switch (character) {
      case 'n' -> append('\n');
      case 'r' -> append('\r');
      case 't' -> append('\t');
      case 'f' -> append('\f');
      case '\n', '\r' -> skipWhiteSpace(); // the word continues on the next line
      default -> append(character);
    }
  }

  private void append(char character) {
    word.append(character);
    begun = true;
  }

  private void skipWhiteSpace() {
    while (next < text.length() && Character.isWhitespace(text.charAt(next))) {
      next++;
    }
  }

  private void skipLine() {
    while (next < text.length() && text.charAt(next) != '\n' && text.charAt(next) != '\r') {
      next++;
    }
  }

  private void endWord() {
    if (begun) {
      words.add(word.toString());
    }
    word.setLength(0);
    begun = false;
  }
}
