package dev.signalman.posix;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Machine code that all copies of this library in the VM use together, at the same time and one
/// after the other. A mapping stays until the process ends, so a class loader that comes and goes
/// must not leave a new one each time.
///
/// A system property says where it is, since the VM keeps nothing else that a copy could leave for
/// the next one. The bytes are compared before they are used: programs hand their properties on to
/// other processes, where the number means nothing.
public final class SharedCode {
  /// Of the properties. What follows is a name and a hash of the code.
  private static final String PREFIX = "dev.signalman.code.";

  /// Interned strings belong to the VM: the copies take turns on it.
  private static final Object TURN = "dev.signalman: code of this process".intern();

  /// No page is smaller on the two architectures.
  private static final long PAGE = 0x1000;

  private static final int EINVAL = 22;

  private SharedCode() {}

  /// For where there is none yet.
  public interface Mapping {
    /// Maps it.
    ///
    /// @return where it begins, or a negative number
    long map();
  }

  /// Where the code is mapped.
  ///
  /// @param code the whole of it; copies with other code do not meet
  /// @param mapping asked if no copy has mapped it before
  /// @return its address, or what `mapping` returned instead
  public static long address(String name, byte[] code, Mapping mapping) {
    return address(name, code, mapping, false);
  }

  /// The same for the code by which this library makes its system calls, without which it has to go
  /// through the C library.
  static long addressOfSystemCall(byte[] code, Mapping mapping) {
    return address("syscall", code, mapping, true);
  }

  private static long address(String name, byte[] code, Mapping mapping, boolean byLibrary) {
    String key = PREFIX + name + "." + Integer.toHexString(Arrays.hashCode(code));
    synchronized (TURN) {
      long address = parse(System.getProperty(key));
      if (address != 0 && isReadable(address, byLibrary) && isThere(address, code)) {
        return address;
      }
      long mapped = mapping.map();
      if (mapped > 0) {
        System.setProperty(key, Long.toHexString(mapped));
      }
      return mapped;
    }
  }

  private static long parse(@Nullable String text) {
    if (text == null) {
      return 0;
    }
    try {
      long address = Long.parseLong(text, 16);
      return address > 0 && address % PAGE == 0 ? address : 0;
    } catch (NumberFormatException _) {
      return 0; // somebody else's
    }
  }

  /// Asks the kernel to read a signal set there, for a change of masks that it then refuses: EFAULT
  /// comes before EINVAL.
  private static boolean isReadable(long address, boolean byLibrary) {
    int noSuchChange = -1;
    long number = SyscallNumbers.RT_SIGPROCMASK;
    int size = SignalH.SET_SIZE;
    long result =
        byLibrary
            ? LibcSyscall.call(number, noSuchChange, address, 0, size, 0, 0, null, null)
            : Kernel.call(number, noSuchChange, address, 0, size, 0, 0);
    return result == -EINVAL;
  }

  /// The code fits into a page, of which the first bytes can be read.
  private static boolean isThere(long address, byte[] code) {
    return code.length <= PAGE
        && Arrays.equals(Memory.mapped(address, code.length).getBytes(code.length), code);
  }
}
