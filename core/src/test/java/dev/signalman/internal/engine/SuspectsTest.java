package dev.signalman.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.internal.kernel.ThreadIdentity;
import dev.signalman.internal.kernel.TidSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SuspectsTest {
  private static final long ONE = 0b01;
  private static final long TWO = 0b10;
  private static final int TID = 7;

  private final Map<Integer, Long> starts = new HashMap<>();
  private final Set<Integer> resting = new HashSet<>();
  private final Set<Integer> suspended = new HashSet<>();
  private final Suspects suspects =
      new Suspects(
          new ThreadIdentity() {
            @Override
            public long of(int tid) {
              return starts.getOrDefault(tid, 100L);
            }

            @Override
            public boolean isAtRest(int tid) {
              return resting.contains(tid);
            }

            @Override
            public boolean isSuspended(int tid) {
              return suspended.contains(tid);
            }
          });

  private long pending() {
    return suspects.watched().getFirst().pending();
  }

  @Test
  void aReleaseInsideAHandlerIsToBeUndoneAgainAndNoWishOfTheThread() {
    suspects.unblockedInside(TID, ONE);
    assertThat(suspects.anyFresh()).isTrue();
    assertThat(pending()).isEqualTo(ONE);
    assertThat(suspects.leftover(TID)).isEqualTo(ONE);
    suspects.inside(TID);
    assertThat(pending()).isEqualTo(ONE);
    suspects.outside(TID, 0);
    assertThat(suspects.anyWatched()).isFalse();
    assertThat(suspects.leftover(TID)).isZero();
  }

  @Test
  void aClaimInBetweenLeavesNothingToBeUndone() {
    suspects.unblockedInside(TID, ONE | TWO);
    suspects.blockedInside(TID, ONE);
    assertThat(pending()).isEqualTo(TWO);
    assertThat(suspects.leftover(TID)).isEqualTo(ONE | TWO);
  }

  @Test
  void aReleaseDoesNotUndoAClaimThatHasNotReachedTheThread() {
    suspects.notBlocked(TID, ONE);
    assertThat(suspects.anyFresh()).isFalse();
    suspects.notUnblocked(TID, ONE | TWO);
    assertThat(pending()).isEqualTo(TWO);
    assertThat(suspects.leftover(TID)).isEqualTo(TWO);
  }

  @Test
  void aClaimThatReachedTheThreadLaterIsUndone() {
    suspects.notBlocked(TID, ONE);
    suspects.inside(TID);
    suspects.notUnblocked(TID, ONE);
    assertThat(pending()).isEqualTo(ONE);
  }

  @Test
  void callersWaitForAThreadOnceOnly() {
    suspects.blockedInside(TID, ONE);
    suspects.waited();
    suspects.unblockedInside(TID, ONE);
    assertThat(suspects.anyFresh()).isFalse();
    assertThat(suspects.anyWatched()).isTrue();
    suspects.outside(TID, 0);
    suspects.blockedInside(TID, ONE);
    assertThat(suspects.anyFresh()).isTrue();
  }

  @Test
  void aThreadThatDoesNotAnswerIsHeldUp() {
    suspects.blockedInside(TID, ONE);
    assertThat(suspects.anyHeldUp()).isFalse();
    suspects.ask();
    assertThat(suspects.anyHeldUp()).isTrue();
    suspects.inside(TID);
    assertThat(suspects.anyHeldUp()).isFalse();
    suspects.ask();
    suspects.waited();
    assertThat(suspects.anyHeldUp()).describedAs("does not answer, but was waited for").isFalse();
  }

  @Test
  void aThreadThatWasSuspendedIsHeldUpUntilItHasLeftItsHandler() {
    suspects.blockedInside(TID, ONE);
    suspended.add(TID);
    suspects.noteSleepers();
    suspended.clear();
    suspects.noteSleepers();
    assertThat(suspects.anyHeldUp()).isTrue();
    suspects.outside(TID, 0);
    assertThat(suspects.anyHeldUp()).isFalse();
  }

  @Test
  void callersWaitLongerForAThreadThatDoesNotRest() {
    suspects.blockedInside(TID, ONE);
    suspects.noteSleepers();
    resting.add(TID);
    suspects.waitedForSleepers();
    assertThat(suspects.anyFresh()).describedAs("sleeps since it was verified").isTrue();
    suspects.noteSleepers();
    resting.clear();
    suspects.waitedForSleepers();
    assertThat(suspects.anyFresh()).describedAs("runs since it was verified").isTrue();
    resting.add(TID);
    for (int i = 0; i < 4; i++) {
      assertThat(suspects.anyFresh()).isTrue();
      suspects.noteSleepers();
      suspects.waitedForSleepers();
    }
    assertThat(suspects.anyFresh()).isFalse();
    assertThat(suspects.anyWatched()).isTrue();
  }

  @Test
  void afterTheWatchTheLeftoverIsStillKnownAndTheNextChangeWatchesAgain() {
    suspects.unblockedInside(TID, ONE);
    suspects.waited();
    suspects.giveUp();
    assertThat(suspects.anyWatched()).isFalse();
    assertThat(suspects.leftover(TID)).isEqualTo(ONE);
    suspects.watchAgain();
    assertThat(suspects.anyWatched()).isTrue();
    assertThat(suspects.anyFresh()).isFalse();
    assertThat(pending()).isZero();
    starts.put(TID, 200L);
    assertThat(suspects.leftover(TID)).isZero();
  }

  @Test
  void whatIsLeftAfterTheWatchIsUndoneOnceTheThreadHasLeftItsHandler() {
    suspects.unblockedInside(TID, ONE);
    suspects.giveUp();
    suspects.watchAgain();
    suspects.outside(TID, ONE | TWO);
    assertThat(suspects.anyWatched()).isTrue();
    assertThat(pending()).isEqualTo(ONE);
    suspects.outside(TID, ONE | TWO); // what it blocked before that was undone
    assertThat(suspects.anyWatched()).isFalse();
  }

  @Test
  void threadsThatAreGoneAreForgotten() {
    suspects.unblockedInside(TID, ONE);
    TidSet present = new TidSet();
    present.add(TID);
    suspects.retain(present);
    assertThat(suspects.anyWatched()).isTrue();
    present.clear();
    suspects.retain(present);
    assertThat(suspects.anyWatched()).isFalse();
  }
}
