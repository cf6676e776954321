package dev.signalman.process;

/// Room on the calling thread's stack.
final class StackRoom {
  /// Frames of the smallest kind, more than it takes to hold a new child, to end it, or to hand one
  /// back.
  private static final int FRAMES = 500;

  private StackRoom() {}

  /// A stack that is too full for what follows overflows here, where nothing has been changed yet.
  static void reserve() {
    int _ = reserve(FRAMES);
  }

  private static int reserve(int frames) {
    return frames == 0 ? 0 : 1 + reserve(frames - 1);
  }
}
