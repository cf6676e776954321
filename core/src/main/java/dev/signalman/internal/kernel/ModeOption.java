package dev.signalman.internal.kernel;

import dev.signalman.Capabilities.Mode;
import org.jspecify.annotations.Nullable;

/// The mode that a program was started with: `-Dsignalman.mode=full`, `handler-only` or `portable`.
public final class ModeOption {
  /// The name of the system property.
  public static final String PROPERTY = "signalman.mode";

  /// `-Ddev.signalman.handlerOnly=true` runs a program as if there were no signalfd.
  private static final String HANDLER_ONLY = "dev.signalman.handlerOnly";

  private ModeOption() {}

  /// The mode, or null if the option is absent.
  ///
  /// @throws IllegalArgumentException if it is another word
  public static @Nullable Mode wish() {
    String word = System.getProperty(PROPERTY);
    return word == null ? null : parse(word);
  }

  /// Whether no weaker mode is wanted.
  public static boolean isFullWished() {
    return wish() == Mode.FULL;
  }

  static Mode parse(String word) {
    if (word.equals("full")) {
      return Mode.FULL;
    }
    if (word.equals("handler-only")) {
      return Mode.HANDLER_ONLY;
    }
    if (word.equals("portable")) {
      return Mode.PORTABLE;
    }
    throw new IllegalArgumentException(
        "-D" + PROPERTY + "=" + word + ": no such mode; write full, handler-only or portable");
  }

  /// The option by which signalfd is not used, or null.
  public static @Nullable String turnsSignalfdOff() {
    if (Boolean.getBoolean(HANDLER_ONLY)) {
      return "-D" + HANDLER_ONLY + "=true";
    }
    return wish() == Mode.HANDLER_ONLY ? "-D" + PROPERTY + "=handler-only" : null;
  }
}
