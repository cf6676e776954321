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
/// @param owner whose handler it is, as [HandlerOwner] knows; empty if it does not
public record Standing(
    Kind kind, @Nullable Object holder, String library, String symbol, String owner) {
  /// Which sort of action.
  public enum Kind {
    CLAIMED,
    DEFAULT,
    IGNORED,
    VM,
    NATIVE
  }

  static Standing claimed(Object holder) {
    return new Standing(Kind.CLAIMED, holder, "", "", "");
  }

  /// Asks the kernel.
  public static Standing of(Signal signal) {
    return of(Action.current(signal));
  }

  static Standing of(Action action) {
    if (action.isDefault()) {
      return new Standing(Kind.DEFAULT, null, "", "", "");
    }
    if (action.isIgnore()) {
      return new Standing(Kind.IGNORED, null, "", "", "");
    }
    DlfcnH.Place place = DlfcnH.dladdr(action.handler());
    if (place == null) {
      return new Standing(
          Kind.NATIVE,
          null,
          "no library",
          "0x" + Long.toHexString(action.handler()),
          HandlerOwner.ofGenerated(action.handler()));
    }
    String library = place.library().substring(place.library().lastIndexOf('/') + 1);
    String symbol = symbol(place.symbol(), place.offset());
    return library.equals("libjvm.so")
        ? new Standing(Kind.VM, null, library, symbol, "")
        : new Standing(
            Kind.NATIVE, null, library, symbol, HandlerOwner.ofLibrary(place.library(), library));
  }

  /// In words, for whoever has replaced a handler.
  String description() {
    return switch (kind) {
      case DEFAULT -> "the default action";
      case IGNORED -> "an order to ignore it";
      default -> library + ": " + symbol + (owner.isEmpty() ? "" : " (" + owner + ")");
    };
  }

  private static String symbol(@Nullable String symbol, long offset) {
    return symbol == null ? "+0x" + Long.toHexString(offset) : symbol;
  }
}
