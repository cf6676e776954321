package dev.signalman.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalman.ReservedSignalException;
import dev.signalman.Signal;
import dev.signalman.SignalSet;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The mask of one thread, compared with what the kernel says. Each test has a thread of its own,
/// whose mask goes away with it.
class SignalMaskTest {
  private static final SignalSet SOME = SignalSet.of(Signal.USR1, Signal.ALRM);
  private static final SignalSet OTHERS = SignalSet.of(Signal.ALRM, Signal.WINCH, Signal.RT3);

  private static <T> T inNewThread(Callable<T> work) throws Exception {
    FutureTask<T> task = new FutureTask<>(work);
    Thread.ofPlatform().start(task);
    return task.get(60, TimeUnit.SECONDS);
  }

  private static void check(Callable<?> work) throws Exception {
    inNewThread(work);
  }

  @Test
  @DisplayName("LIFE-22: setting a mask does not change QUIT; only unblock unblocks it")
  void settingLeavesQuitAsItIs() throws Exception {
    check(() -> {
      assertThat(ThisThread.blocked().contains(Signal.QUIT)).isTrue();
      SignalMask.set(SOME);
      assertThat(ThisThread.blocked()).isEqualTo(SOME.with(Signal.QUIT));
      SignalMask.unblock(SignalSet.of(Signal.QUIT));
      SignalMask.set(OTHERS);
      assertThat(ThisThread.blocked()).isEqualTo(OTHERS);
      SignalMask.set(SOME.with(Signal.QUIT));
      return assertThat(ThisThread.blocked()).isEqualTo(SOME.with(Signal.QUIT));
    });
  }

  @Test
  @DisplayName("MASK-01, MASK-04: block adds to the mask and returns the mask before")
  void blockAdds() throws Exception {
    check(() -> {
      SignalSet start = ThisThread.blocked();
      assertThat(SignalMask.block(SOME)).isEqualTo(start);
      assertThat(SignalMask.block(OTHERS)).isEqualTo(start.union(SOME));
      return assertThat(ThisThread.blocked()).isEqualTo(start.union(SOME).union(OTHERS));
    });
  }

  @Test
  @DisplayName("MASK-03, MASK-04: unblock removes signals, also if they are not in the mask")
  void unblockTakesOut() throws Exception {
    check(() -> {
      SignalMask.block(SOME);
      SignalSet blocked = ThisThread.blocked();
      assertThat(SignalMask.unblock(OTHERS)).isEqualTo(blocked);
      return assertThat(ThisThread.blocked()).isEqualTo(blocked.without(Signal.ALRM));
    });
  }

  @Test
  @DisplayName("MASK-04: set replaces the mask and returns the mask before")
  void setReplaces() throws Exception {
    check(() -> {
      SignalSet start = SignalMask.set(SOME);
      assertThat(SignalMask.set(OTHERS).without(Signal.QUIT)).isEqualTo(SOME);
      assertThat(ThisThread.blocked().without(Signal.QUIT)).isEqualTo(OTHERS);
      SignalMask.set(start);
      return assertThat(ThisThread.blocked()).isEqualTo(start);
    });
  }

  @Test
  @DisplayName("MASK-05: a query, and a change by an empty set, leave the mask unchanged")
  void lookingChangesNothing() throws Exception {
    check(() -> {
      SignalMask.block(SOME);
      SignalSet blocked = ThisThread.blocked();
      assertThat(SignalMask.current()).isEqualTo(blocked);
      assertThat(SignalMask.block(SignalSet.none())).isEqualTo(blocked);
      assertThat(SignalMask.unblock(SignalSet.none())).isEqualTo(blocked);
      assertThat(SignalMask.set(blocked)).isEqualTo(blocked);
      return assertThat(ThisThread.blocked()).isEqualTo(blocked);
    });
  }

  @Test
  @DisplayName("MASK-07: KILL and STOP are left out silently")
  void killAndStopAreLeftOut() throws Exception {
    check(() -> {
      SignalSet start = SignalMask.block(SignalSet.of(Signal.KILL, Signal.STOP, Signal.USR1));
      SignalSet expected = start.with(Signal.USR1);
      assertThat(ThisThread.blocked()).isEqualTo(expected);
      SignalMask.set(expected.with(Signal.KILL));
      return assertThat(ThisThread.blocked()).isEqualTo(expected);
    });
  }

  @Test
  @DisplayName("MASK-12: each change is exact, and undoing all changes restores the mask")
  void changesAreExact() throws Exception {
    check(() -> {
      SignalSet start = SignalMask.current();
      SignalMask.block(SOME);
      assertThat(SignalMask.current().minus(start)).isEqualTo(SOME);
      assertThat(start.minus(SignalMask.current())).isEmpty();
      SignalSet blocked = SignalMask.unblock(SOME);
      assertThat(blocked.minus(SignalMask.current())).isEqualTo(SOME);
      return assertThat(SignalMask.current()).isEqualTo(start);
    });
  }

  @Test
  @DisplayName("MASK-15: one signal can be blocked and unblocked, and keeps its action")
  void holdsAndReleasesOne() throws Exception {
    check(() -> {
      SignalSet start = SignalMask.current();
      Disposition before = Signals.disposition(Signal.WINCH);
      SignalMask.block(SignalSet.of(Signal.WINCH));
      assertThat(ThisThread.blocked()).isEqualTo(start.with(Signal.WINCH));
      assertThat(Signals.disposition(Signal.WINCH)).isEqualTo(before);
      SignalMask.unblock(SignalSet.of(Signal.WINCH));
      return assertThat(ThisThread.blocked()).isEqualTo(start);
    });
  }

  @ParameterizedTest
  @EnumSource(names = {"SEGV", "BUS", "FPE", "ILL", "USR2", "RT28"})
  void signalsThatTheVmNeedsAreRefused(Signal signal) throws Exception {
    SignalSet wish = SOME.with(signal);
    check(() -> {
      SignalSet start = ThisThread.blocked();
      assertRefused(() -> SignalMask.block(wish), signal);
      assertRefused(() -> SignalMask.set(wish), signal);
      assertRefused(() -> SignalMask.withBlocked(wish, () -> fail()), signal);
      return assertThat(ThisThread.blocked()).isEqualTo(start);
    });
  }

  @Test
  @DisplayName("MASK-22: every signal that isBlockable names can be blocked, and no other")
  void exactlyTheBlockableSignalsCanBeBlocked() throws Exception {
    check(() -> {
      SignalMask.set(SignalMask.blockable());
      assertThat(ThisThread.blocked()).isEqualTo(SignalMask.blockable());
      for (Signal signal : SignalSet.all().minus(SignalMask.blockable())) {
        if (signal != Signal.KILL && signal != Signal.STOP) { // these the kernel leaves out
          assertRefused(() -> SignalMask.block(SignalSet.of(signal)), signal);
        }
      }
      return assertThat(ThisThread.blocked()).isEqualTo(SignalMask.blockable());
    });
  }

  private static void assertRefused(Callable<?> call, Signal signal) {
    assertThatThrownBy(call::call)
        .isInstanceOf(ReservedSignalException.class)
        .hasMessageStartingWith(signal.fullName() + " cannot be blocked: the ");
  }

  private static Object fail() {
    throw new AssertionError("the action was run");
  }

  @Test
  void withBlockedBlocksForTheActionOnly() throws Exception {
    check(() -> {
      SignalMask.block(SignalSet.of(Signal.ALRM));
      SignalSet start = ThisThread.blocked();
      SignalSet during = SignalMask.withBlocked(SOME, ThisThread::blocked);
      assertThat(during).isEqualTo(start.union(SOME));
      return assertThat(ThisThread.blocked()).isEqualTo(start);
    });
  }

  @Test
  void withBlockedUnblocksWhenTheActionThrows() throws Exception {
    check(() -> {
      SignalSet start = ThisThread.blocked();
      assertThatThrownBy(() ->
              SignalMask.withBlocked(
                  SOME,
                  () -> {
                    throw new IOException("no");
                  }))
          .isInstanceOf(IOException.class)
          .hasMessage("no");
      return assertThat(ThisThread.blocked()).isEqualTo(start);
    });
  }
}
