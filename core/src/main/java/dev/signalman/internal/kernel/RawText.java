package dev.signalman.internal.kernel;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Converts words of a command line to strings and back without losing a byte. The kernel takes any
/// bytes. Bytes that are not UTF-8 become lone surrogates, which no text contains: U+DC80 to U+DCFF
/// for 0x80 to 0xFF.
public final class RawText {
  private static final int HALVES = 0xdc00;
  private static final int FIRST = HALVES + 0x80;
  private static final int LAST = HALVES + 0xff;

  private RawText() {}

  public static String of(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length); // no byte yields more than one character
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder(); // stops at what it cannot read
    CoderResult result = decoder.decode(in, out, true);
    while (result.isError()) {
      for (int i = 0; i < result.length(); i++) {
        out.put((char) (HALVES | (in.get() & 0xff)));
      }
      result = decoder.decode(in, out, true);
    }
    return out.flip().toString();
  }

  public static List<byte[]> bytes(List<String> texts) {
    List<byte[]> bytes = new ArrayList<>(texts.size());
    for (String text : texts) {
      bytes.add(bytes(text));
    }
    return bytes;
  }

  public static byte[] bytes(String text) {
    if (!mayHoldBytes(text)) {
      return text.getBytes(StandardCharsets.UTF_8);
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    text.codePoints()
        .forEach(character -> {
          if (isByte(character)) {
            bytes.write(character);
          } else {
            bytes.writeBytes(Character.toString(character).getBytes(StandardCharsets.UTF_8));
          }
        });
    return bytes.toByteArray();
  }

  /// Also true for a full pair that has such a half.
  private static boolean mayHoldBytes(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (isByte(text.charAt(i))) {
        return true;
      }
    }
    return false;
  }

  private static boolean isByte(int character) {
    return character >= FIRST && character <= LAST;
  }
}
