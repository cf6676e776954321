package dev.signalman.posix;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Machine code that all copies of this library in the VM share, at the same time and one after the
/// other. A mapping stays until the process ends, so a class loader that comes and goes must not
/// leave a new one each time.
///
/// A system property holds its address, since a copy can leave nothing else in the VM for the next
/// one. The bytes are compared before they are used: programs pass their properties on to other
/// processes, where the number means nothing.
public final class SharedCode {
  /// The prefix of the properties. A name and a hash of the code follow.
  private static final String PREFIX = "dev.signalman.code.";

  /// Interned strings belong to the VM: all copies use this lock.
  private static final Object TURN = "dev.signalman: code of this process".intern();

  /// The smallest page size of the two architectures.
  private static final long PAGE = 0x1000;

  private SharedCode() {}

  /// Maps code that no copy has mapped yet.
  public interface Mapping {
    /// Maps the code.
    ///
    /// @return its address, or a negative number
    long map();
  }

  /// The address at which the code is mapped.
  ///
  /// @param code all its bytes; copies with different code do not share
  /// @param mapping called if no copy has mapped it before
  /// @return its address, or the negative number from `mapping`
  public static long address(String name, byte[] code, Mapping mapping) {
    return address(name, code, mapping, false);
  }

  /// The same for the code that makes this library's system calls; until it is mapped, calls go
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
      return 0; // the property is not ours
    }
  }

  /// Whether an address can be read: the kernel is asked to read a signal set there for an invalid
  /// change of masks, and reports EFAULT before EINVAL.
  private static boolean isReadable(long address, boolean byLibrary) {
    int noSuchChange = -1;
    long number = SyscallNumbers.RT_SIGPROCMASK;
    int size = SignalH.SET_SIZE;
    long result =
        byLibrary
            ? LibcSyscall.call(number, noSuchChange, address, 0, size, 0, 0, null, null)
            : Kernel.call(number, noSuchChange, address, 0, size, 0, 0);
    return result == -ErrnoH.EINVAL;
  }

  /// Whether the code is at an address whose first bytes can be read; it fits into a page.
  private static boolean isThere(long address, byte[] code) {
    return code.length <= PAGE
        && Arrays.equals(Memory.mapped(address, code.length).getBytes(code.length), code);
  }
}
