package dev.signalman.internal.engine;

import dev.signalman.Signal;
import dev.signalman.posix.DlfcnH;
import org.jspecify.annotations.Nullable;

/// What the kernel does with a signal now, as sigaction(2) tells it.
///
/// @param kind which of the five
/// @param library file name of the library that holds the handler, for [Kind#VM] and [Kind#NATIVE]
/// @param symbol the handler's name, or its place in the library where the library does not name it
public record Standing(Kind kind, String library, String symbol) {
  /// Which sort of action.
  public enum Kind {
    DEFAULT,
    IGNORED,
    VM,
    NATIVE
  }

  /// Asks the kernel.
  public static Standing of(Signal signal) {
    Action action = Action.current(signal);
    if (action.isDefault()) {
      return new Standing(Kind.DEFAULT, "", "");
    }
    if (action.isIgnore()) {
      return new Standing(Kind.IGNORED, "", "");
    }
    DlfcnH.Place place = DlfcnH.dladdr(action.handler());
    if (place == null) {
      return new Standing(Kind.NATIVE, "no library", "0x" + Long.toHexString(action.handler()));
    }
    String library = place.library().substring(place.library().lastIndexOf('/') + 1);
    Kind kind = library.equals("libjvm.so") ? Kind.VM : Kind.NATIVE;
    return new Standing(kind, library, symbol(place.symbol(), place.offset()));
  }

  private static String symbol(@Nullable String symbol, long offset) {
    return symbol == null ? "+0x" + Long.toHexString(offset) : symbol;
  }
}
