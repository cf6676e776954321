package dev.signalman.process;

/// Room on the calling thread's stack.
final class StackRoom {
  /// A number of smallest frames: more room than it takes to hold a new child, to end it, or to
  /// hand one back.
  private static final int FRAMES = 500;

  private StackRoom() {}

  /// Makes a stack that is too full for the next steps overflow here, before anything has been
  /// changed.
  static void reserve() {
    int _ = reserve(FRAMES);
  }

  private static int reserve(int frames) {
    return frames == 0 ? 0 : 1 + reserve(frames - 1);
  }
}
