package dev.signalman.internal.engine;

/// The addresses of the handlers of each copy of this library: copies in two class loaders share
/// the process's signals and system properties, but no classes.
final class HandlerCopies {
  /// A property with ranges of addresses, each as `first-end,` in hexadecimal digits.
  private static final String PROPERTY = "dev.signalman.handlers";

  private HandlerCopies() {}

  /// Makes a page known to the other copies. The caller holds the lock of all copies
  /// ([Engine#dispositions()]).
  static void add(long base, long size) {
    String before = System.getProperty(PROPERTY, "");
    System.setProperty(
        PROPERTY, before + Long.toHexString(base) + '-' + Long.toHexString(base + size) + ',');
  }

  /// Whether a handler belongs to one of the copies.
  static boolean include(long handler) {
    return isIn(System.getProperty(PROPERTY, ""), handler);
  }

  static boolean isIn(String ranges, long address) {
    int from = 0;
    while (true) {
      int dash = ranges.indexOf('-', from);
      int end = ranges.indexOf(',', dash);
      if (dash < 0 || end < 0) {
        return false;
      }
      try {
        long first = Long.parseUnsignedLong(ranges, from, dash, 16);
        long last = Long.parseUnsignedLong(ranges, dash + 1, end, 16);
        if (address >= first && address < last) {
          return true;
        }
      } catch (NumberFormatException _) {
        return false; // the property is not ours
      }
      from = end + 1;
    }
  }
}
