package dev.signalman.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalman.ReservedSignalException;
import dev.signalman.Signal;
import dev.signalman.SignalClaimedException;
import dev.signalman.SignalInfo;
import dev.signalman.spring.SignalListener;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Scope;

/// Each message names the artifact or the bean, the reason, and the way out.
class BadInputTest {
  static class NoSuchSignal {
    @SignalListener("RELOAD")
    void reload(SignalInfo info) {}
  }

  static class OtherParameter {
    @SignalListener("USR2")
    void count(String text) {}
  }

  static class TwoParameters {
    @SignalListener("USR2")
    void count(SignalInfo info, int number) {}
  }

  static class NoSignal {
    @SignalListener({})
    void count() {}
  }

  static class OfTheClass {
    @SignalListener("USR2")
    static void count() {}
  }

  @Scope("prototype")
  static class Many {
    @SignalListener("USR2")
    void count() {}
  }

  static class Unstoppable {
    @SignalListener("KILL")
    void count() {}
  }

  static class Hangup {
    @SignalListener("HUP")
    void reload() {}
  }

  @Test
  @DisplayName(
      "SPRING-13 a wrong @SignalListener ends the start, naming bean, method, reason and way out")
  void wrongListenersAreRefused() {
    assertRefused(NoSuchSignal.class, "\"bad\"", "NoSuchSignal.reload", "\"RELOAD\"", "kill(1)");
    assertRefused(
        OtherParameter.class, "\"bad\"", "OtherParameter.count", "other parameters", "SignalInfo");
    assertRefused(TwoParameters.class, "TwoParameters.count", "other parameters");
    assertRefused(NoSignal.class, "NoSignal.count", "names no signal", "@SignalListener(\"HUP\")");
    assertRefused(OfTheClass.class, "OfTheClass.count", "static");
    assertRefused(Many.class, "Many.count", "\"prototype\"", "singleton");
    assertRefused(Unstoppable.class, "Unstoppable.count", "SIGKILL", "cannot be");
  }

  private static void assertRefused(Class<?> bean, String... words) {
    assertThatThrownBy(() -> listeners(bean).listen())
        .isInstanceOf(StartRefusedException.class)
        .message()
        .contains(words);
  }

  private static SignalListeners listeners(Class<?> bean) {
    try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
      context.registerBean("bad", bean);
      SignalListeners listeners = new SignalListeners();
      listeners.find(context.getBeanFactory(), null);
      return listeners;
    }
  }

  @Test
  @DisplayName("SPRING-14 HUP with a listener does not stop the program, unless that was asked for")
  void hangupBelongsToItsListener() {
    SignalListeners listeners = listeners(Hangup.class);
    Settings usual = Settings.usual().withListeners(listeners.signals());
    assertThat(usual.stopOn()).containsExactly(Signal.INT, Signal.TERM);
    assertThatThrownBy(() -> listeners.refuseHangUp(true))
        .message()
        .contains("Hangup.reload", "HUP stops this VM", "signalman.stop.on=TERM,INT");
  }

  @Test
  @DisplayName(
      "SPRING-15 an old Spring Boot is refused: the message names the artifact, reason, way out")
  void oldVersionsAreRefused() {
    for (String old : new String[] {"2.7.18", "3.4.13", "3.0"}) {
      assertThatThrownBy(() -> BootVersion.check(old))
          .message()
          .contains("signalman-spring-boot-starter", "3.5 or newer", old, "signalman-lifecycle");
    }
    for (String good : new String[] {"3.5.0", "3.10.1", "4.0.7", "4.1.2", "5.0.0-M1", "odd"}) {
      assertThatCode(() -> BootVersion.check(good)).doesNotThrowAnyException();
    }
    assertThatCode(() -> BootVersion.check(null)).doesNotThrowAnyException();
  }

  @Test
  @DisplayName("SPRING-16 forbidden native access and taken signals are told with the way out")
  void refusalsNameTheWayOut() {
    RuntimeException denied =
        new IllegalStateException("start java with --enable-native-access=ALL-UNNAMED");
    assertAnalysis(denied, "forbids calls of the C library", "Enable-Native-Access: ALL-UNNAMED");
    assertAnalysis(
        new SignalClaimedException(Signal.TERM, "a self-pipe"), "a self-pipe", "signalman.stop.on");
    assertAnalysis(
        new ReservedSignalException(Signal.SEGV, "be claimed", "the VM needs it"),
        "the VM needs it",
        "signalman.stop.on");
    assertAnalysis(new UnsatisfiedLinkError("no symbol"), "no symbol", "signalman.enabled=false");
  }

  private static void assertAnalysis(Throwable failure, String reason, String wayOut) {
    FailureAnalysis analysis =
        new StartRefusedFailureAnalyzer().analyze(new IllegalStateException(Refusals.of(failure)));
    assertThat(analysis).isNotNull();
    assertThat(analysis.getDescription())
        .startsWith("signalman-spring-boot-starter")
        .contains(reason);
    assertThat(analysis.getAction()).contains(wayOut).contains("signalman.enabled=false");
  }
}
