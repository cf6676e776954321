package dev.signalman.lifecycle.machine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReloadStateTest {
  @Test
  void exactlyOneFollowsHoweverManyAreAskedForDuringOne() {
    ReloadState state = ReloadState.IDLE.asked();
    assertThat(state).isEqualTo(new ReloadState(true, false, false));
    state = state.asked().asked().asked();
    assertThat(state).isEqualTo(new ReloadState(true, true, false));
    state = state.ended();
    assertThat(state).isEqualTo(new ReloadState(true, false, false));
    assertThat(state.ended()).isEqualTo(ReloadState.IDLE);
  }

  @Test
  void noneBeginsOnceTheProgramStops() {
    assertThat(ReloadState.IDLE.stopped().asked().running()).isFalse();
    assertThat(ReloadState.IDLE.asked().asked().stopped().ended().running()).isFalse();
  }
}
