package dev.signalman.stress;

import java.util.Random;

/// A heap that is full: most of it is live and replaced all the time, and now and then a thread
/// asks for more than there is.
final class FullHeap implements QueueWitness.Load {
  private static final int PIECE = 4_096;
  private static final int KEPT_PER_CENT = 55;

  @SuppressWarnings("UnusedVariable") // what goes in here is not optimised away
  private static volatile Object sink = "";

  private final Random random;
  private final byte[][] kept;
  private final Thread thread;
  private long refused;
  private long granted;
  private volatile boolean done;

  private FullHeap(long seed) {
    random = new Random(seed);
    kept = new byte[(int) (Runtime.getRuntime().maxMemory() * KEPT_PER_CENT / 100 / PIECE)][];
    for (int i = 0; i < kept.length; i++) {
      kept[i] = new byte[PIECE];
    }
    thread = Thread.ofPlatform().start(this::run);
  }

  static FullHeap start(long seed) {
    return new FullHeap(seed);
  }

  private void run() {
    while (!done) {
      for (int i = 0; i < 1_000; i++) {
        kept[random.nextInt(kept.length)] = new byte[PIECE];
      }
      try {
        sink = new byte[(int) Runtime.getRuntime().maxMemory()];
        granted++;
      } catch (OutOfMemoryError e) {
        refused++;
      }
    }
  }

  /// Something that was granted was not more than there is.
  @Override
  public String stop() throws InterruptedException {
    done = true;
    thread.join();
    return refused + " refused allocations, " + (granted + (refused == 0 ? 1 : 0)) + " wrong";
  }
}
