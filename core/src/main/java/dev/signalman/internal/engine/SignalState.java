package dev.signalman.internal.engine;

import dev.signalman.Signal;
import dev.signalman.internal.kernel.SigAction;
import dev.signalman.internal.kernel.VmSignals;
import dev.signalman.posix.DlfcnH;
import org.jspecify.annotations.Nullable;

/// The present state of a signal, as the engine and sigaction(2) report it.
///
/// @param kind the kind of action
/// @param holder the owner of its receiver, for [Kind#CLAIMED]
/// @param library file name of the library that holds the handler, for [Kind#VM] and [Kind#NATIVE]
/// @param symbol the handler's name, or its offset in the library if the library does not name it
/// @param owner the handler's owner, as [HandlerOwner] knows it, and for [Kind#VM] its purpose;
///   otherwise empty
public record SignalState(
    Kind kind, @Nullable Object holder, String library, String symbol, String owner) {
  /// A kind of action.
  public enum Kind {
    CLAIMED,
    DEFAULT,
    IGNORED,
    VM,
    NATIVE
  }

  static SignalState claimed(Object holder) {
    return new SignalState(Kind.CLAIMED, holder, "", "", "");
  }

  /// Asks the kernel.
  public static SignalState of(Signal signal) {
    return of(signal, SigAction.current(signal));
  }

  static SignalState of(Signal signal, SigAction action) {
    if (action.isDefault()) {
      return new SignalState(Kind.DEFAULT, null, "", "", "");
    }
    if (action.isIgnore()) {
      return new SignalState(Kind.IGNORED, null, "", "", "");
    }
    DlfcnH.Place place = DlfcnH.dladdr(action.handler());
    if (place == null) {
      return new SignalState(
          Kind.NATIVE,
          null,
          "no library",
          "0x" + Long.toHexString(action.handler()),
          HandlerOwner.ofGenerated(action.handler()));
    }
    String library = place.library().substring(place.library().lastIndexOf('/') + 1);
    String symbol = symbol(place.symbol(), place.offset());
    return library.equals("libjvm.so")
        ? new SignalState(Kind.VM, null, library, symbol, VmSignals.purpose(signal))
        : new SignalState(
            Kind.NATIVE, null, library, symbol, HandlerOwner.ofLibrary(place.library(), library));
  }

  /// A description of the code that has replaced a handler.
  String description() {
    return switch (kind) {
      case DEFAULT -> "the default action";
      case IGNORED -> "an order to ignore it";
      case VM -> "the VM's handler (" + owner + ")";
      default -> library + ": " + symbol + (owner.isEmpty() ? "" : " (" + owner + ")");
    };
  }

  private static String symbol(@Nullable String symbol, long offset) {
    return symbol == null ? "+0x" + Long.toHexString(offset) : symbol;
  }
}
