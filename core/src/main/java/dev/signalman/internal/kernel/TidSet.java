package dev.signalman.internal.kernel;

import java.util.Arrays;

/// A set of thread ids, without an object per id.
public final class TidSet {
  private static final int LEAST = 64;

  private int[] places = new int[LEAST]; // 0 is no thread
  private int size;

  /// Adds an id.
  ///
  /// @return whether it was not there before
  public boolean add(int tid) {
    if (size * 2 >= places.length) {
      grow();
    }
    if (!put(places, tid)) {
      return false;
    }
    size++;
    return true;
  }

  public boolean contains(int tid) {
    int place = place(places, tid);
    while (places[place] != 0) {
      if (places[place] == tid) {
        return true;
      }
      place = next(places, place);
    }
    return false;
  }

  public void clear() {
    Arrays.fill(places, 0);
    size = 0;
  }

  private void grow() {
    int[] wider = new int[places.length * 2];
    for (int tid : places) {
      if (tid != 0) {
        put(wider, tid);
      }
    }
    places = wider;
  }

  private static boolean put(int[] places, int tid) {
    int place = place(places, tid);
    while (places[place] != 0) {
      if (places[place] == tid) {
        return false;
      }
      place = next(places, place);
    }
    places[place] = tid;
    return true;
  }

  /// The place of an id; the length is a power of two. Ids mostly follow one another, and so do
  /// their places.
  private static int place(int[] places, int tid) {
    return tid & (places.length - 1);
  }

  private static int next(int[] places, int place) {
    return (place + 1) & (places.length - 1);
  }
}
