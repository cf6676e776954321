package dev.signalman.cli.command;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The arguments of this process, read as UTF-8 in every locale. Under `LC_ALL=C` the VM turns each
/// byte above 127 into a question mark, and a program would get the question mark.
public final class RawArguments {
  /// Stands for bytes that are not UTF-8. It is half a character, so no real text contains it.
  public static final char NOT_UTF_8 = '\udcff';

  private RawArguments() {}

  /// Returns `args`, which are the last arguments of this process, as the caller wrote them.
  public static String[] of(String[] args) {
    if (isAscii(args)) {
      return args;
    }
    try {
      List<String> all = parse(Files.readAllBytes(Path.of("/proc/self/cmdline")));
      int first = all.size() - args.length;
      return first < 0 ? args : all.subList(first, all.size()).toArray(String[]::new);
    } catch (IOException e) {
      return args; // no /proc: the VM's reading of the arguments is used
    }
  }

  private static boolean isAscii(String[] args) {
    for (String arg : args) {
      for (int i = 0; i < arg.length(); i++) {
        if (arg.charAt(i) >= 0x80) {
          return false;
        }
      }
    }
    return true;
  }

  /// Each argument ends with a NUL byte.
  static List<String> parse(byte[] content) throws CharacterCodingException {
    List<String> arguments = new ArrayList<>();
    int start = 0;
    for (int i = 0; i < content.length; i++) {
      if (content[i] == 0) {
        arguments.add(decode(ByteBuffer.wrap(content, start, i - start)));
        start = i + 1;
      }
    }
    return arguments;
  }

  private static String decode(ByteBuffer bytes) throws CharacterCodingException {
    return StandardCharsets.UTF_8
        .newDecoder()
        .onMalformedInput(CodingErrorAction.REPLACE)
        .replaceWith(String.valueOf(NOT_UTF_8))
        .decode(bytes)
        .toString();
  }
}
