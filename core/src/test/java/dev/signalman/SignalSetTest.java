package dev.signalman;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignalSetTest {
  @ParameterizedTest(name = "SIG-12: no set takes, drops or has the number {0}")
  @ValueSource(ints = {0, -1, 65, Integer.MIN_VALUE, Integer.MAX_VALUE})
  void numbersOutOfRangeLeaveASetAlone(int number) {
    SignalSet set = SignalSet.of(Signal.HUP, Signal.RT30);
    assertThatThrownBy(() -> set.with(Signal.of(number)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> set.without(Signal.of(number)))
        .isInstanceOf(IllegalArgumentException.class);
    Object foreign = number;
    assertThat(set.contains(foreign)).isFalse();
    assertThat(set).containsExactly(Signal.HUP, Signal.RT30);
  }

  @Test
  @DisplayName("SIG-13: ten thousand random sets behave as java.util.Set specifies")
  void behaveAsSets() {
    Random random = new Random(13);
    for (int i = 0; i < 10_000; i++) {
      EnumSet<Signal> model = random(random);
      EnumSet<Signal> other = random(random);
      SignalSet set = SignalSet.copyOf(model);
      SignalSet second = SignalSet.of(other.toArray(Signal[]::new));
      assertThat(set.equals(model) && model.equals(set)).isTrue();
      assertThat(set.hashCode()).isEqualTo(model.hashCode());
      assertThat(set.size()).isEqualTo(model.size());
      assertThat(set.toArray()).isEqualTo(model.toArray());
      assertThat(set.equals(second)).isEqualTo(model.equals(other));
      assertThat(SignalSet.ofMask(set.mask())).isEqualTo(set);
      assertThat(set.mask()).isEqualTo(mask(model));
      assertAlgebra(model, other, set, second);
    }
  }

  private static EnumSet<Signal> random(Random random) {
    long bits = random.nextLong();
    EnumSet<Signal> set = EnumSet.noneOf(Signal.class);
    for (Signal signal : Signal.values()) {
      if ((bits >>> (signal.number() - 1) & 1) == 1) {
        set.add(signal);
      }
    }
    return set;
  }

  private static long mask(Set<Signal> model) {
    return model.stream().mapToLong(signal -> 1L << (signal.number() - 1)).sum();
  }

  private static void assertAlgebra(
      EnumSet<Signal> model, EnumSet<Signal> other, SignalSet set, SignalSet second) {
    EnumSet<Signal> union = EnumSet.copyOf(model);
    union.addAll(other);
    EnumSet<Signal> rest = EnumSet.copyOf(model);
    rest.removeAll(other);
    EnumSet<Signal> common = EnumSet.copyOf(model);
    common.retainAll(other);
    assertThat(set.union(second).equals(union)).isTrue();
    assertThat(set.minus(second).equals(rest)).isTrue();
    assertThat(set.intersection(second).equals(common)).isTrue();
    Signal one = Signal.of(1 + model.size() % Signal.SYS.number());
    assertThat(set.contains(one)).isEqualTo(model.contains(one));
    assertThat(set.with(one)).contains(one).containsAll(model);
    assertThat(set.without(one)).doesNotContain(one);
    assertThat(set.equals(model)).isTrue(); // none of that changed it
  }

  @Test
  @DisplayName("SIG-13: a set cannot be changed")
  @SuppressWarnings("CheckReturnValue")
  void setsAreImmutable() {
    SignalSet set = SignalSet.of(Signal.HUP, Signal.INT);
    assertThatThrownBy(() -> set.add(Signal.TERM))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> set.remove(Signal.HUP))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(set::clear).isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> set.retainAll(Set.of()))
        .isInstanceOf(UnsupportedOperationException.class);
    Iterator<Signal> iterator = set.iterator();
    iterator.next();
    assertThatThrownBy(iterator::remove).isInstanceOf(UnsupportedOperationException.class);
    iterator.next();
    assertThatThrownBy(iterator::next).isInstanceOf(NoSuchElementException.class);
    assertThat(set).containsExactly(Signal.HUP, Signal.INT);
  }

  @Test
  @DisplayName("SIG-13: a signal equals only itself")
  void signalsAreEqualToThemselvesAlone() {
    for (Signal one : Signal.values()) {
      assertThat(Arrays.stream(Signal.values()).filter(one::equals)).containsExactly(one);
      assertThat(Signal.of(one.number())).isSameAs(one);
    }
  }

  @Test
  @DisplayName("SIG-13: a set made from a kernel mask leaves out the C library's own signals")
  void foreignBitsAreLeftOut() {
    assertThat(SignalSet.ofMask(0b11L << 31)).isEmpty();
    assertThat(SignalSet.ofMask(-1L)).containsExactly(Signal.values());
    assertThat(SignalSet.none()).isEmpty();
    assertThat(SignalSet.TERMINATION).containsExactly(Signal.HUP, Signal.INT, Signal.TERM);
  }

  @Test
  @DisplayName("SIG-16: the set of all signals has each of them")
  void allHasEach() {
    assertThat(SignalSet.all()).containsExactly(Signal.values());
    assertThat(SignalSet.all().mask()).isEqualTo(~(0b11L << 31));
    assertThat(SignalSet.ofMask(-1)).isEqualTo(SignalSet.all());
  }
}
