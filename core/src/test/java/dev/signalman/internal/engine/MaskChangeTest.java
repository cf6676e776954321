package dev.signalman.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.internal.handler.DataLayout;
import dev.signalman.internal.kernel.TidSet;
import dev.signalman.posix.Memory;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class MaskChangeTest {
  private static final int TID = 7;
  private static final int NUMBER = 41;
  private static final long BITS = 1L << (NUMBER - 1);
  private static final long HANDLER = 0x1000;

  private final HandlerMasks handlers = new HandlerMasks();
  private final Suspects suspects = new Suspects(_ -> 100);
  private final OwnMasks own = new OwnMasks(_ -> 100);
  private final AnswerRing answers =
      new AnswerRing(Memory.allocate(DataLayout.MAPPING_SIZE - DataLayout.DATA_OFFSET));

  private final TidSet older = new TidSet();

  MaskChangeTest() {
    older.add(TID);
  }

  private MaskChange blocking() {
    return new MaskChange.Blocking(BITS, BITS, older, handlers, suspects, own, answers);
  }

  @Test
  @DisplayName("FD-28 a thread that a claim finds blocked, and that is younger, only inherited it")
  void aYoungerThreadHasInheritedTheMask() {
    older.clear();
    blocking().answered(TID, BITS);
    assertThat(own.differs(TID, BITS)).isFalse();
    blocking().seen(TID, BITS);
    assertThat(own.differs(TID, BITS)).isFalse();
    assertThat(own.keeps(TID, BITS)).isZero();
  }

  @Test
  @DisplayName("FD-27 a thread that blocks the signal only in a handler is no thread that wants it")
  void aMaskThatIsSeenInsideAHandlerIsChecked() {
    handlers.handler(NUMBER, HANDLER, 0, 0);
    MaskChange claim = blocking();
    assertThat(claim.state(TID, BITS, false, true)).isEqualTo(MaskChange.State.DONE);
    claim.seen(TID, BITS);
    assertThat(suspects.anyFresh()).isTrue();
    new MaskChange.Verifying(BITS, handlers, suspects, own).answered(TID, 0);
    assertThat(suspects.anyWatched()).isFalse();
    assertThat(own.differs(TID, BITS)).isFalse();
  }

  @Test
  @DisplayName("FD-27 a thread that blocks the signal outside any handler keeps it blocked")
  void aMaskThatIsSeenOutsideIsTheThreadsOwn() {
    blocking().seen(TID, BITS);
    assertThat(suspects.anyWatched()).isFalse();
    assertThat(own.differs(TID, BITS)).isTrue();
  }

  @Test
  @DisplayName("FD-27 a release that is seen inside a handler is checked")
  void aReleaseThatIsSeenInsideAHandlerIsChecked() {
    handlers.handler(NUMBER + 1, HANDLER, 0, 0);
    MaskChange release = new MaskChange.Unblocking(BITS, 0, handlers, suspects, own);
    release.seen(TID, BITS << 1);
    assertThat(suspects.watched().getFirst().pending()).isEqualTo(BITS);
  }

  @Test
  @DisplayName("FD-27 an answer that comes late shows that a handler blocked the signal")
  void aLateAnswerCorrectsTheThreadsWish() {
    handlers.handler(NUMBER, HANDLER, 0, 0);
    MaskChange claim = blocking();
    claim.answered(TID, BITS);
    assertThat(own.differs(TID, BITS)).isTrue();
    claim.answeredLate(TID, 0);
    assertThat(own.differs(TID, BITS)).isFalse();
    assertThat(suspects.watched().getFirst().pending()).isZero();
  }

  @Test
  @DisplayName("FD-27 an answer that comes only at the release has the signal unblocked")
  void anAnswerAtTheReleaseIsNotTooLate() {
    blocking().seen(TID, BITS);
    MaskChange release = new MaskChange.Unblocking(BITS, 0, handlers, suspects, own);
    assertThat(release.isSpecial(TID)).isTrue();
    release.answeredLate(TID, 0);
    assertThat(release.isSpecial(TID)).isFalse();
    assertThat(suspects.watched().getFirst().pending()).isEqualTo(BITS);
  }
}
