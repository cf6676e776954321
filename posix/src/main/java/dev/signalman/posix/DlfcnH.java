package dev.signalman.posix;

import org.jspecify.annotations.Nullable;

/// `<dlfcn.h>`: which library an address lies in.
public final class DlfcnH {
  private static final int DLI_SIZE = 32;
  private static final int DLI_FNAME = 0;
  private static final int DLI_FBASE = 8;
  private static final int DLI_SNAME = 16;

  private static final int RTLD_LAZY = 1;
  private static final int RTLD_NOLOAD = 4;

  private static final CFunction DLADDR = CFunction.of("dladdr");

  /// A class of its own, because it is seldom needed.
  private static final class Loading {
    static final CFunction DLOPEN = CFunction.of("dlopen");
    static final CFunction DLSYM = CFunction.of("dlsym");
    static final CFunction DLCLOSE = CFunction.of("dlclose");
  }

  private DlfcnH() {}

  /// The answer of `dladdr(3)` about an address.
  ///
  /// @param library path of the library
  /// @param symbol the exported function that holds the address; null if it is in none
  /// @param offset distance from where the library is loaded
  public record Place(String library, @Nullable String symbol, long offset) {}

  /// `dladdr(3)`: the library that holds `address`, or null if none does.
  public static @Nullable Place dladdr(long address) {
    Memory info = Memory.allocate(DLI_SIZE);
    if ((int) DLADDR.value(address, info) == 0) {
      return null;
    }
    String library = CString.at(info.getLong(DLI_FNAME));
    String symbol = CString.at(info.getLong(DLI_SNAME));
    return library == null ? null : new Place(library, symbol, address - info.getLong(DLI_FBASE));
  }

  /// `dlsym(3)`: whether a library that is loaded, or one that it needs, exports a symbol.
  ///
  /// @param library its path, as [#dladdr] tells it
  public static boolean exports(String library, String symbol) {
    long handle = Loading.DLOPEN.value(Memory.string(library), RTLD_LAZY | RTLD_NOLOAD);
    if (handle == 0) {
      return false;
    }
    long address = Loading.DLSYM.value(handle, Memory.string(symbol));
    Loading.DLCLOSE.value(handle, null);
    return address != 0;
  }
}
