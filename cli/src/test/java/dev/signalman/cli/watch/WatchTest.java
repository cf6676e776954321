package dev.signalman.cli.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalman.Signal;
import dev.signalman.SignalInfo;
import dev.signalman.SignalSet;
import dev.signalman.cli.Screen;
import dev.signalman.cli.output.Output;
import dev.signalman.cli.output.OutputException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WatchTest {
  private static final SignalSet WATCHED = SignalSet.of(Signal.HUP, Signal.RT3);

  private final Screen screen = Screen.plain();
  private final Script script = new Script();

  /// Signals that a test has laid out, and what was on the screen whenever the loop had to wait.
  private final class Script implements Watch.Source {
    private final Deque<SignalInfo> ready = new ArrayDeque<>();
    private final Deque<Runnable> whileWaiting = new ArrayDeque<>();
    private final List<List<String>> seenWaiting = new ArrayList<>();
    private final List<Duration> timeouts = new ArrayList<>();
    private long waiting;

    Script has(Signal... signals) {
      for (Signal signal : signals) {
        ready.add(SignalInfo.of(signal, 0, 0));
      }
      return this;
    }

    /// Each call is one wait.
    Script thenComes(Signal... signals) {
      whileWaiting.add(() -> has(signals));
      return this;
    }

    @Override
    public @Nullable SignalInfo poll() {
      return ready.poll();
    }

    @Override
    public @Nullable SignalInfo poll(Duration timeout) {
      seenWaiting.add(screen.lines());
      timeouts.add(timeout);
      Runnable next = whileWaiting.poll();
      if (next == null) {
        assertThat(timeout).as("a wait without an end").isLessThan(Duration.ofDays(1));
        return null;
      }
      next.run();
      return ready.poll();
    }

    @Override
    public long waiting() {
      return waiting;
    }
  }

  private static final class Names implements WatchLines {
    @Override
    public CharSequence beginning(long pid, SignalSet signals) {
      throw new AssertionError("not the business of the loop");
    }

    @Override
    public CharSequence signal(SignalInfo info, @Nullable String sender, Instant time) {
      return info.signal().name();
    }
  }

  private long watch(SignalSet watched, long most, @Nullable Duration longest) throws Exception {
    return new Watch(script, watched, screen.terminal().out(), new Names()).run(most, longest);
  }

  @Test
  void writesBeforeItWaitsAndNotInBetween() throws Exception {
    script.has(Signal.HUP, Signal.RT3).thenComes(Signal.RT3, Signal.HUP).thenComes(Signal.TERM);
    assertThat(watch(WATCHED, Long.MAX_VALUE, null)).isEqualTo(4);
    assertThat(script.seenWaiting)
        .containsExactly(List.of("HUP", "RT3"), List.of("HUP", "RT3", "RT3", "HUP"));
  }

  @Test
  void termEndsIt() throws Exception {
    script.thenComes(Signal.HUP).thenComes(Signal.TERM);
    assertThat(watch(WATCHED, Long.MAX_VALUE, null)).isEqualTo(1);
    assertThat(screen.lines()).containsExactly("HUP");
  }

  @Test
  void termThatIsWatchedIsASignalLikeOthers() throws Exception {
    script.has(Signal.TERM, Signal.HUP);
    assertThat(watch(WATCHED.with(Signal.TERM), 2, null)).isEqualTo(2);
    assertThat(screen.lines()).containsExactly("TERM", "HUP");
  }

  @Test
  void writesWhatTermHasOvertaken() throws Exception {
    script.waiting = 10;
    script.has(Signal.RT3, Signal.TERM, Signal.RT3, Signal.RT3);
    assertThat(watch(WATCHED, Long.MAX_VALUE, null)).isEqualTo(3);
  }

  @Test
  void aFloodAfterTermDoesNotKeepIt() throws Exception {
    script.waiting = 3;
    script.has(Signal.TERM).has(Signal.RT3, Signal.RT3, Signal.RT3, Signal.RT3, Signal.RT3);
    assertThat(watch(WATCHED, Long.MAX_VALUE, null)).isEqualTo(3);
  }

  @Test
  void aSecondTermEndsItAtOnce() throws Exception {
    script.waiting = 10;
    script.has(Signal.TERM, Signal.RT3, Signal.TERM, Signal.RT3);
    assertThat(watch(WATCHED, Long.MAX_VALUE, null)).isEqualTo(1);
  }

  @Test
  void endsWhenEnoughHaveCome() throws Exception {
    script.has(Signal.HUP, Signal.RT3, Signal.RT3);
    assertThat(watch(WATCHED, 2, null)).isEqualTo(2);
    assertThat(script.ready).hasSize(1);
    assertThat(screen.lines()).containsExactly("HUP", "RT3");
  }

  @Test
  void theCountHoldsAlsoAfterTerm() throws Exception {
    script.waiting = 10;
    script.has(Signal.RT3, Signal.TERM, Signal.RT3, Signal.RT3);
    assertThat(watch(WATCHED, 2, null)).isEqualTo(2);
  }

  @Test
  void endsWhenTimeIsOver() throws Exception {
    script.thenComes(Signal.HUP);
    assertThat(watch(WATCHED, Long.MAX_VALUE, Duration.ofHours(1))).isEqualTo(1);
    assertThat(script.timeouts)
        .hasSize(2)
        .allSatisfy(
            timeout -> assertThat(timeout).isBetween(Duration.ofMinutes(30), Duration.ofHours(1)));
  }

  @Test
  void aFloodDoesNotOutlastTheTime() throws Exception {
    script.waiting = 1;
    script.has(Signal.RT3, Signal.RT3, Signal.RT3);
    assertThat(watch(WATCHED, Long.MAX_VALUE, Duration.ZERO)).isEqualTo(1);
    assertThat(script.timeouts).isEmpty();
  }

  @Test
  void endsWhenNobodyReadsAnyMore() {
    Output closed =
        new Output(
            new OutputStream() {
              @Override
              public void write(int octet) throws java.io.IOException {
                throw new java.io.IOException("Broken pipe");
              }
            },
            () -> true);
    script.has(Signal.HUP);
    assertThatThrownBy(() -> new Watch(script, WATCHED, closed, new Names()).run(1, null))
        .isInstanceOfSatisfying(OutputException.class, e -> assertThat(e.readerGone()).isTrue());
  }
}
