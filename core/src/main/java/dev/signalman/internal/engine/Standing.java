package dev.signalman.internal.engine;

import dev.signalman.Signal;
import dev.signalman.posix.DlfcnH;
import org.jspecify.annotations.Nullable;

/// What becomes of a signal now, as the engine and sigaction(2) tell it.
///
/// @param kind which of the five
/// @param holder whose receiver gets it, for [Kind#CLAIMED]
/// @param library file name of the library that holds the handler, for [Kind#VM] and [Kind#NATIVE]
/// @param symbol the handler's name, or its place in the library where the library does not name it
public record Standing(Kind kind, @Nullable Object holder, String library, String symbol) {
  /// Which sort of action.
  public enum Kind {
    CLAIMED,
    DEFAULT,
    IGNORED,
    VM,
    NATIVE
  }

  static Standing claimed(Object holder) {
    return new Standing(Kind.CLAIMED, holder, "", "");
  }

  /// Asks the kernel.
  public static Standing of(Signal signal) {
    Action action = Action.current(signal);
    if (action.isDefault()) {
      return new Standing(Kind.DEFAULT, null, "", "");
    }
    if (action.isIgnore()) {
      return new Standing(Kind.IGNORED, null, "", "");
    }
    DlfcnH.Place place = DlfcnH.dladdr(action.handler());
    if (place == null) {
      return new Standing(
          Kind.NATIVE, null, "no library", "0x" + Long.toHexString(action.handler()));
    }
    String library = place.library().substring(place.library().lastIndexOf('/') + 1);
    Kind kind = library.equals("libjvm.so") ? Kind.VM : Kind.NATIVE;
    return new Standing(kind, null, library, symbol(place.symbol(), place.offset()));
  }

  private static String symbol(@Nullable String symbol, long offset) {
    return symbol == null ? "+0x" + Long.toHexString(offset) : symbol;
  }
}
