package dev.signalman.internal.portable;

import dev.signalman.Capabilities;
import dev.signalman.Capabilities.Mode;
import dev.signalman.Capabilities.Promise;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// What portable mode promises.
final class PortableCapabilities {
  private PortableCapabilities() {}

  static Capabilities because(String cause) {
    Set<Promise> kept = Capabilities.keptIn(Mode.PORTABLE);
    return new Capabilities(Mode.PORTABLE, cause, kept, List.of(missing(kept)));
  }

  /// @param cause why no signal can be received
  /// @param children whether children can be started
  static Capabilities nothing(String cause, boolean children) {
    Set<Promise> kept = EnumSet.noneOf(Promise.class);
    if (children) {
      kept.add(Promise.STARTING);
    }
    return new Capabilities(Mode.PORTABLE, cause, kept, List.of(missing(kept)));
  }

  /// One sentence for each promise that is not kept.
  private static String[] missing(Set<Promise> kept) {
    Set<Promise> left = EnumSet.allOf(Promise.class);
    left.removeAll(kept);
    String[] sentences = new String[left.size()];
    int next = 0;
    for (Promise promise : left) {
      sentences[next++] = promise.text() + ": not in mode PORTABLE";
    }
    return sentences;
  }
}
