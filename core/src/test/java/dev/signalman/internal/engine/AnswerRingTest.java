package dev.signalman.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.internal.handler.DataLayout;
import dev.signalman.posix.Memory;
import org.junit.jupiter.api.Test;

class AnswerRingTest {
  private final Memory data = Memory.allocate(DataLayout.MAPPING_SIZE - DataLayout.DATA_OFFSET);
  private final AnswerRing ring = new AnswerRing(data);

  private void count(long answers) {
    data.putLongVolatile(DataLayout.ACKS, answers);
  }

  private void fill(long index, int tid, long mask) {
    long answer = DataLayout.answer(index);
    data.putLong(answer + DataLayout.ANSWER_TID, tid);
    data.putLong(answer + DataLayout.ANSWER_MASK, mask);
    data.putLong(answer + DataLayout.ANSWER_EPOCH, data.getLong(DataLayout.EPOCH));
    data.putLong(answer + DataLayout.ANSWER_SEQUENCE, index + 1);
  }

  private void expect(int tid, long mask) {
    assertThat(ring.next()).isTrue();
    assertThat(ring.tid()).isEqualTo(tid);
    assertThat(ring.mask()).isEqualTo(mask);
  }

  @Test
  void eachAnswerIsHandedOutOnce() {
    ring.begin();
    assertThat(ring.next()).isFalse();
    fill(0, 11, 0b1);
    fill(1, 12, -1L);
    count(2);
    expect(11, 0b1);
    expect(12, -1);
    assertThat(ring.next()).isFalse();
    assertThat(ring.next()).isFalse();
  }

  @Test
  void aSlotThatIsTakenButNotFilledHoldsUpNoOther() {
    ring.begin();
    count(3);
    fill(1, 12, 2);
    expect(12, 2);
    assertThat(ring.next()).isFalse();
    fill(2, 13, 3);
    expect(13, 3);
    fill(0, 11, 1);
    expect(11, 1);
    assertThat(ring.next()).isFalse();
  }

  @Test
  void answersFromBeforeTheChangeAreLate() {
    ring.begin();
    fill(0, 11, 1);
    count(2);
    ring.begin();
    expect(11, 1);
    assertThat(ring.isLate()).isTrue();
    fill(1, 12, 2);
    data.putLong(
        DataLayout.answer(1) + DataLayout.ANSWER_EPOCH, data.getLong(DataLayout.EPOCH) - 1);
    expect(12, 2);
    assertThat(ring.isLate()).isTrue();
    fill(2, 13, 3);
    count(3);
    expect(13, 3);
    assertThat(ring.isLate()).isFalse();
  }

  @Test
  void manyTimesRoundTheRing() {
    ring.begin();
    for (int index = 0; index < 3 * DataLayout.SLOTS; index += 2) {
      count(index + 2);
      fill(index + 1, index + 1, ~index);
      expect(index + 1, ~index);
      fill(index, index, index);
      expect(index, index);
    }
    assertThat(ring.next()).isFalse();
    assertThat(ring.lost()).isZero();
  }

  @Test
  void overwrittenAnswersCountAsLost() {
    ring.begin();
    int more = 10;
    for (int index = 0; index < DataLayout.SLOTS + more; index++) {
      fill(index, index + 1, 0);
    }
    count(DataLayout.SLOTS + more);
    for (int index = more; index < DataLayout.SLOTS + more; index++) {
      expect(index + 1, 0);
    }
    assertThat(ring.next()).isFalse();
    assertThat(ring.lost()).isEqualTo(more);
  }

  @Test
  void anAnswerOfARoundBeforeIsNotTakenForTheNext() {
    ring.begin();
    for (int index = 0; index < DataLayout.SLOTS; index++) {
      fill(index, index + 1, 0);
      count(index + 1);
      expect(index + 1, 0);
    }
    count(DataLayout.SLOTS + 1); // taken, still with the old content
    assertThat(ring.next()).isFalse();
    fill(DataLayout.SLOTS, 77, 5);
    expect(77, 5);
  }
}
