package dev.signalman.internal.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.Errno;
import org.junit.jupiter.api.Test;

class PidfdsTest {
  @Test
  void onlyEchildShowsThatWaitidKnowsDescriptors() {
    assertThat(Pidfds.knowsDescriptors(-10)).isTrue();
    assertThat(Pidfds.knowsDescriptors(-Errno.EINVAL.number())).isFalse();
    assertThat(Pidfds.knowsDescriptors(-Errno.ENOSYS.number())).isFalse();
    assertThat(Pidfds.knowsDescriptors(-Errno.EPERM.number())).isFalse();
  }
}
