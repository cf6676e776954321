package dev.signalman.internal.engine;

import dev.signalman.internal.handler.DataLayout;
import dev.signalman.posix.Memory;
import java.util.Arrays;

/// The answers of the set-up code: which thread ran it, and what that thread blocked before.
///
/// Threads take their slots in turn and fill them as they are scheduled, so one may be filled
/// before its neighbours are. An answer is handed out once. One that was overwritten before it was
/// read is counted as lost.
final class AnswerRing {
  private final Memory data;
  private final boolean[] taken = new boolean[DataLayout.SLOTS];

  /// The next index: all answers before it have been handed out or are lost.
  private long tail;

  private long scan;
  private long epoch;
  private long lost;
  private int tid;
  private long mask;
  private boolean late;

  /// @param data as [DataLayout] describes it
  AnswerRing(Memory data) {
    this.data = data;
  }

  /// From now on an answer is late unless its thread has read the values stored before this call.
  void begin() {
    long present = data.getLongVolatile(DataLayout.EPOCH);
    if (present != epoch) {
      skipOthers();
    }
    epoch = present + 1;
    data.putLongVolatile(DataLayout.EPOCH, epoch);
  }

  /// Skips the present answers: another copy of this library has used the ring, and they were meant
  /// for it.
  private void skipOthers() {
    tail = data.getLongVolatile(DataLayout.ACKS);
    scan = tail;
    Arrays.fill(taken, false);
  }

  /// Moves to the next answer, if there is one.
  boolean next() {
    long count = data.getLongVolatile(DataLayout.ACKS);
    skipOverwritten(count);
    boolean gaps = scan > tail;
    if (sweep(count)) {
      return true;
    }
    scan = tail;
    return gaps && sweep(count);
  }

  private boolean sweep(long count) {
    for (long index = Math.max(scan, tail); index < count; index++) {
      if (!taken[slot(index)] && take(index)) {
        scan = index + 1;
        return true;
      }
    }
    return false;
  }

  private void skipOverwritten(long count) {
    for (; tail < count - DataLayout.SLOTS; tail++) {
      lost += taken[slot(tail)] ? 0 : 1;
      taken[slot(tail)] = false;
    }
  }

  /// @return whether the answer is there
  private boolean take(long index) {
    long answer = DataLayout.answer(index);
    if (data.getLongVolatile(answer + DataLayout.ANSWER_SEQUENCE) != index + 1) {
      return false;
    }
    long thread = data.getLongVolatile(answer + DataLayout.ANSWER_TID);
    long before = data.getLongVolatile(answer + DataLayout.ANSWER_MASK);
    long seen = data.getLongVolatile(answer + DataLayout.ANSWER_EPOCH);
    if (data.getLongVolatile(DataLayout.ACKS) - index > DataLayout.SLOTS) {
      return false; // a later answer may have overwritten it; it will be counted as lost
    }
    taken[slot(index)] = true;
    while (taken[slot(tail)]) {
      taken[slot(tail)] = false;
      tail++;
    }
    tid = (int) thread;
    mask = before;
    late = seen != epoch;
    return true;
  }

  private static int slot(long index) {
    return (int) (index & (DataLayout.SLOTS - 1));
  }

  /// The thread that gave the present answer.
  int tid() {
    return tid;
  }

  /// The mask that the thread had before.
  long mask() {
    return mask;
  }

  /// Whether the thread has answered what was asked before the last [#begin].
  boolean isLate() {
    return late;
  }

  /// Answers lost so far.
  long lost() {
    return lost;
  }
}
