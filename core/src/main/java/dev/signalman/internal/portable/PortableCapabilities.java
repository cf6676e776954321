package dev.signalman.internal.portable;

import dev.signalman.Capabilities;
import dev.signalman.Capabilities.Mode;
import dev.signalman.Capabilities.Promise;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// What portable mode promises.
public final class PortableCapabilities {
  private static final Set<Promise> OF_SIGNALS =
      EnumSet.of(
          Promise.RECEIVING, Promise.IGNORING, Promise.RAISING, Promise.LOSSLESS, Promise.LOOP);

  private static final Set<Promise> OF_CHILDREN = EnumSet.of(Promise.STARTING);

  private PortableCapabilities() {}

  /// The promises.
  public static Set<Promise> promises() {
    Set<Promise> kept = EnumSet.copyOf(OF_SIGNALS);
    kept.addAll(OF_CHILDREN);
    return kept;
  }

  static Capabilities because(String cause) {
    Set<Promise> kept = promises();
    return new Capabilities(Mode.PORTABLE, cause, kept, List.of(missing(kept)));
  }

  /// @param cause why no signal can be received
  /// @param children whether children can be started
  static Capabilities nothing(String cause, boolean children) {
    Set<Promise> kept = children ? OF_CHILDREN : EnumSet.noneOf(Promise.class);
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
