package dev.signalman.cli.text;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/// Writes one JSON text (RFC 8259) on one line. The text is always ASCII, so that no reader has to
/// guess an encoding and no terminal is harmed.
///
/// Keys and values come in the order of the calls. The caller must close each object.
///
/// The lifecycle has a writer of its own: the only module that both could share is the published
/// core, which offers signals and no JSON.
public final class Json {
  private final StringBuilder text = new StringBuilder(160);
  private boolean first = true;

  /// Starts again with an empty text.
  public Json clear() {
    text.setLength(0);
    first = true;
    return this;
  }

  public Json beginObject() {
    return open('{');
  }

  public Json endObject() {
    return close('}');
  }

  public Json beginArray() {
    return open('[');
  }

  public Json endArray() {
    return close(']');
  }

  private Json open(char bracket) {
    separate();
    text.append(bracket);
    first = true;
    return this;
  }

  private Json close(char bracket) {
    text.append(bracket);
    first = false;
    return this;
  }

  /// Writes the name of the next member of an object.
  public Json key(String name) {
    separate();
    quote(name);
    text.append(": ");
    first = true;
    return this;
  }

  public Json value(@Nullable String string) {
    separate();
    if (string == null) {
      text.append("null");
    } else {
      quote(string);
    }
    return this;
  }

  public Json value(long number) {
    separate();
    text.append(number);
    return this;
  }

  public Json value(boolean truth) {
    separate();
    text.append(truth);
    return this;
  }

  /// Writes the value null.
  public Json nothing() {
    return value((String) null);
  }

  public Json values(Collection<String> strings) {
    beginArray();
    strings.forEach(this::value);
    return endArray();
  }

  private void separate() {
    if (!first) {
      text.append(", ");
    }
    first = false;
  }

  private void quote(String string) {
    text.append('"');
    for (int i = 0; i < string.length(); i++) {
      char character = string.charAt(i);
      if (character == '"' || character == '\\') {
        text.append('\\').append(character);
      } else if (character >= ' ' && character < 0x7f) {
        text.append(character);
      } else {
        escape(character);
      }
    }
    text.append('"');
  }

  private void escape(char character) {
    text.append("\\u");
    for (int shift = 12; shift >= 0; shift -= 4) {
      text.append(Character.forDigit(character >> shift & 0xf, 16));
    }
  }

  /// The text so far.
  public CharSequence text() {
    return text;
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
