package dev.signalman.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalman.Cause;
import dev.signalman.Signal;
import dev.signalman.SignalInfo;
import dev.signalman.posix.UnistdH;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SignalSourceTest {
  private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

  @Test
  @DisplayName("descriptors of signals that could not be given back are closed by the next close")
  void closeContinuesAfterAFailure() throws Exception {
    SignalSource source = new SignalSource("a test", true);
    Path pipe =
        Files.readSymbolicLink(DESCRIPTORS.resolve(Integer.toString(source.pipe().writeEnd())));
    assertThat(isOpen(pipe)).isTrue();
    for (Signal signal : List.of(Signal.RT3, Signal.RT4, Signal.RT5)) {
      SignalInfo info = new SignalInfo(signal, Cause.QUEUE, -1, 12, 34, 56, 0, 0, 0);
      UnistdH.write(source.pipe().writeEnd(), Records.toSiginfo(info), Records.SIZE);
    }

    List<Signal> left = new ArrayList<>();
    Consumer<SignalInfo> refusing =
        info -> {
          left.add(info.signal());
          throw new IllegalStateException("refused " + info.signal());
        };
    IllegalStateException detached = new IllegalStateException("detach");
    assertThatThrownBy(() ->
            source.close(
                () -> {
                  throw detached;
                },
                refusing))
        .isSameAs(detached);
    assertThat(left).isEmpty(); // they come with the close that succeeds
    assertThat(isOpen(pipe)).isTrue();

    assertThatThrownBy(() -> source.close(() -> {}, refusing))
        .hasMessage("refused RT3")
        .satisfies(first -> assertThat(first.getSuppressed()).hasSize(2));
    assertThat(left).containsExactly(Signal.RT3, Signal.RT4, Signal.RT5);
    assertThat(isOpen(pipe)).isFalse();
  }

  @Test
  void aPipeThatAHandlerMayKnowIsClosedWhenNoneDoes() throws Exception {
    SignalSource source = new SignalSource("a test", true);
    Path pipe =
        Files.readSymbolicLink(DESCRIPTORS.resolve(Integer.toString(source.pipe().writeEnd())));
    source.pipe().keep(0b11);
    source.close(() -> {}, info -> {});
    source.pipe().release(0b01);
    assertThat(isOpen(pipe)).isTrue();
    source.pipe().release(0b10);
    assertThat(isOpen(pipe)).isFalse();
  }

  private static boolean isOpen(Path file) throws Exception {
    try (Stream<Path> descriptors = Files.list(DESCRIPTORS)) {
      for (Path descriptor : descriptors.toList()) {
        if (file.equals(target(descriptor))) {
          return true;
        }
      }
      return false;
    }
  }

  private static @Nullable Path target(Path descriptor) throws IOException {
    try {
      return Files.readSymbolicLink(descriptor);
    } catch (NoSuchFileException e) {
      return null; // closed after the listing
    }
  }
}
