package dev.signalman.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HandlerCopiesTest {
  @Test
  void findsAnAddressInOneOfSeveralRanges() {
    String ranges = "1000-2000,7fff00000000-7fff00031000,";
    assertThat(HandlerCopies.isIn(ranges, 0x1000)).isTrue();
    assertThat(HandlerCopies.isIn(ranges, 0x1fff)).isTrue();
    assertThat(HandlerCopies.isIn(ranges, 0x2000)).isFalse();
    assertThat(HandlerCopies.isIn(ranges, 0x7fff00030000L)).isTrue();
    assertThat(HandlerCopies.isIn(ranges, 0)).isFalse();
    assertThat(HandlerCopies.isIn("", 0x1000)).isFalse();
  }

  @Test
  void aTextOfOtherCodeIsNoRange() {
    for (String text : new String[] {",", "-", "-,", "1000", "1000-", "1000-2000", "x-y,", ",-"}) {
      assertThat(HandlerCopies.isIn(text, 0x1000)).isFalse();
    }
  }
}
