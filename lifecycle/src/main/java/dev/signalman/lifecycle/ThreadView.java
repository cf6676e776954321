package dev.signalman.lifecycle;

import java.util.List;

/// The place of a thread in the code, and the object that it waits for.
///
/// @param name the name of the thread
/// @param state its state
/// @param stack its frames, the innermost first
/// @param waitsFor the object whose lock it waits for, as in `java.lang.Object@1b2c3d`; empty if it
///   waits for no lock
/// @param owner the name of the thread that has the lock; empty if there is none or it is not known
/// @param ownerStack the frames of that thread, the innermost first
/// @param unknown why a part is missing; empty if no part is
public record ThreadView(
    String name,
    Thread.State state,
    List<String> stack,
    String waitsFor,
    String owner,
    List<String> ownerStack,
    String unknown) {

  /// Copies the lists.
  public ThreadView {
    stack = List.copyOf(stack);
    ownerStack = List.copyOf(ownerStack);
  }

  /// What the thread does, in a few words.
  public String doing() {
    if (waitsFor.isEmpty()) {
      return state.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
    }
    String lock = "waits for the lock of " + waitsFor;
    return owner.isEmpty() ? lock : lock + ", which thread " + owner + " has";
  }

  /// Several lines: what the thread does, and the frames.
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("thread ").append(name).append(": ").append(doing());
    if (!unknown.isEmpty()) {
      text.append(" (").append(unknown).append(')');
    }
    append(text, stack);
    if (!ownerStack.isEmpty()) {
      text.append("\n  thread ").append(owner).append(':');
      append(text, ownerStack);
    }
    return text.toString();
  }

  private static void append(StringBuilder text, List<String> frames) {
    for (String frame : frames) {
      text.append("\n    at ").append(frame);
    }
  }
}
