package dev.signalman.internal.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.testkit.Fuzz;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("fuzz")
class ThreadMasksFuzzTest {
  private static final List<byte[]> VALID =
      List.of(
          "Name:\tjava\nSigPnd:\t0000000000000000\nSigBlk:\t0000000000010004\nSigIgn:\t0000000000000000\n"
              .getBytes(StandardCharsets.ISO_8859_1),
          "Name:\tx\nSigBlk:\tffffffffffffffff\n".getBytes(StandardCharsets.ISO_8859_1));

  @Test
  void aStatusFileGivesAMaskOrNoneOrIsRefusedByName() throws Exception {
    Fuzz.bytes(
        VALID,
        content -> {
          String status = new String(content, StandardCharsets.ISO_8859_1);
          try {
            OptionalLong mask = ThreadMasks.blocked(status);
            assertThat(mask.isPresent()).isEqualTo(status.contains("\nSigBlk:\t"));
            if (mask.isPresent()) {
              assertThat(status.toLowerCase(Locale.ROOT))
                  .contains("sigblk:\t%016x".formatted(mask.getAsLong()));
            }
          } catch (IllegalStateException e) {
            assertThat(e).hasMessageContaining("SigBlk");
          }
        });
  }
}
