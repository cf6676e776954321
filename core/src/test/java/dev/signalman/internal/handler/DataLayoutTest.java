package dev.signalman.internal.handler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DataLayoutTest {

  @Test
  void slotsOfAllSignalsLieApartAndInTheMapping() {
    assertThat(DataLayout.fd(1)).isGreaterThanOrEqualTo(DataLayout.PID + Integer.BYTES);
    assertThat(DataLayout.dropped(1)).isGreaterThanOrEqualTo(DataLayout.fd(64) + Integer.BYTES);
    assertThat(DataLayout.answer(0)).isGreaterThanOrEqualTo(DataLayout.next(64) + Long.BYTES);
    assertThat(DataLayout.DATA_OFFSET + DataLayout.answer(DataLayout.SLOTS - 1) + 32)
        .isLessThanOrEqualTo(DataLayout.MAPPING_SIZE);
  }

  @Test
  void answersFollowEachOtherInARing() {
    assertThat(DataLayout.answer(1) - DataLayout.answer(0)).isEqualTo(32);
    assertThat(DataLayout.answer(DataLayout.SLOTS)).isEqualTo(DataLayout.answer(0));
    assertThat(DataLayout.answer(5L * DataLayout.SLOTS + 7)).isEqualTo(DataLayout.answer(7));
    assertThat(DataLayout.answer(3) % Long.BYTES).isZero();
  }

  @Test
  void countersAreAlignedSoThatTheyChangeAtOnce() {
    assertThat(DataLayout.ACKS % Long.BYTES).isZero();
    assertThat(DataLayout.dropped(1) % Long.BYTES).isZero();
    assertThat(DataLayout.fd(1) % Integer.BYTES).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {1024, 4096, 16384, 65536})
  void dataStartsOnAPageOfItsOwn(int pageSize) {
    assertThat(DataLayout.DATA_OFFSET % pageSize).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, 65, Integer.MAX_VALUE})
  void numberThatIsNoSignalIsRefused(int number) {
    assertThatThrownBy(() -> DataLayout.fd(number))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(Integer.toString(number));
    assertThatThrownBy(() -> DataLayout.dropped(number))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(Integer.toString(number));
  }
}
