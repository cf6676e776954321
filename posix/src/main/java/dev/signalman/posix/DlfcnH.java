package dev.signalman.posix;

import static dev.signalman.posix.Linking.INT;
import static java.lang.foreign.ValueLayout.ADDRESS;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;

/// `<dlfcn.h>`: which library an address lies in.
public final class DlfcnH {
  private static final int DLI_SIZE = 32;
  private static final int DLI_FNAME = 0;
  private static final int DLI_FBASE = 8;
  private static final int DLI_SNAME = 16;

  private static final MethodHandle DLADDR =
      Linking.plain("dladdr", FunctionDescriptor.of(INT, ADDRESS, ADDRESS));

  private DlfcnH() {}

  /// What `dladdr(3)` tells of an address.
  ///
  /// @param library path of the library
  /// @param symbol the exported function that holds the address; null if it is in none
  /// @param offset distance from where the library is loaded
  public record Place(String library, @Nullable String symbol, long offset) {}

  /// `dladdr(3)`: the library that holds `address`, or null if none does.
  public static @Nullable Place dladdr(long address) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment info = arena.allocate(DLI_SIZE, 8);
      if ((int) DLADDR.invokeExact(MemorySegment.ofAddress(address), info) == 0) {
        return null;
      }
      String library = Linking.string(info.get(ADDRESS, DLI_FNAME));
      String symbol = Linking.string(info.get(ADDRESS, DLI_SNAME));
      long base = info.get(ADDRESS, DLI_FBASE).address();
      return library == null ? null : new Place(library, symbol, address - base);
    } catch (Throwable t) {
      throw Linking.impossible(t);
    }
  }
}
