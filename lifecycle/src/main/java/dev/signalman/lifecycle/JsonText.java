package dev.signalman.lifecycle;

import java.time.Duration;
import java.util.List;

/// Writes one JSON text in ASCII on one line. Keys and values come in the order of the calls.
///
/// The command line has a writer of its own: the only module that both could share is the published
/// core, which offers signals and no JSON.
final class JsonText {
  private final StringBuilder text = new StringBuilder(400);
  private boolean first = true;

  JsonText open(char bracket) {
    separate();
    text.append(bracket);
    first = true;
    return this;
  }

  JsonText close(char bracket) {
    text.append(bracket);
    first = false;
    return this;
  }

  JsonText key(String name) {
    separate();
    quote(name);
    text.append(": ");
    first = true;
    return this;
  }

  JsonText value(String string) {
    separate();
    quote(string);
    return this;
  }

  JsonText value(long number) {
    separate();
    text.append(number);
    return this;
  }

  JsonText value(boolean truth) {
    separate();
    text.append(truth);
    return this;
  }

  JsonText nothing() {
    separate();
    text.append("null");
    return this;
  }

  /// In seconds, to the microsecond.
  JsonText value(Duration span) {
    separate();
    String micros = Integer.toString(1_000_000 + span.getNano() / 1_000);
    text.append(span.getSeconds()).append('.').append(micros, 1, 7);
    return this;
  }

  JsonText values(List<String> strings) {
    open('[');
    for (String string : strings) {
      value(string);
    }
    return close(']');
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
      char c = string.charAt(i);
      if (c == '"' || c == '\\') {
        text.append('\\').append(c);
      } else if (c >= ' ' && c < 127) {
        text.append(c);
      } else {
        String hex = Integer.toHexString(0x10000 + c);
        text.append("\\u").append(hex, 1, 5);
      }
    }
    text.append('"');
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
