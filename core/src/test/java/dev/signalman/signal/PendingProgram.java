package dev.signalman.signal;

import dev.signalman.Signal;
import dev.signalman.SignalInfo;
import dev.signalman.SignalSet;
import dev.signalman.testkit.Lines;
import dev.signalman.testkit.Peer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Gets into the state that its argument names, prints the id of its thread, and then does what
/// each line of its input says: `look` prints what is pending.
final class PendingProgram {
  private PendingProgram() {}

  public static void main(String[] args) throws Exception {
    SelfPipe pipe = prepare(args[0]);
    System.out.println(ThisThread.tid());
    for (String line : Lines.in()) {
      String[] words = line.split(" ", 2);
      switch (words[0]) {
        case "look" -> System.out.println(Signals.pending());
        case "virtual" ->
            Thread.ofVirtual().start(() -> System.out.println(Signals.pending())).join();
        case "take" -> System.out.println(show(take(pipe)));
        case "drain" -> drain(pipe, Integer.parseInt(words[1]));
        case "unblock" -> {
          SignalMask.unblock(SignalSet.of(Signal.USR1, Signal.WINCH));
          System.out.println(Signals.pending());
        }
        case "child" ->
            System.out.print(Peer.succeed("grep", "-E", "S.*Pnd", "/proc/self/status").output());
        default -> throw new IllegalArgumentException(line);
      }
    }
  }

  private static @Nullable SelfPipe prepare(String state) throws Exception {
    switch (state) {
      case "pipe" -> {
        return SelfPipe.open(Signal.RT6);
      }
      case "ignored" -> {
        SignalMask.block(SignalSet.of(Signal.USR1, Signal.WINCH));
        Signals.ignore(Signal.USR1);
      }
      case "stop" ->
          SignalMask.block(SignalSet.of(Signal.TSTP, Signal.TTIN, Signal.TTOU, Signal.CONT));
      case "interrupted" -> {
        Thread.currentThread().interrupt();
        System.out.println(Signals.pending() + " " + Thread.interrupted());
      }
      default -> {}
    }
    return null;
  }

  private static SignalInfo take(@Nullable SelfPipe pipe) throws InterruptedException {
    SignalInfo info = pipe == null ? null : pipe.poll(Duration.ofSeconds(20));
    if (info == null) {
      throw new IllegalStateException("no signal came");
    }
    return info;
  }

  private static String show(SignalInfo info) {
    return info.signal() + " " + info.value();
  }

  private static void drain(@Nullable SelfPipe pipe, int count) throws InterruptedException {
    for (int i = 0; i < count; i++) {
      take(pipe);
    }
    System.out.println("drained");
  }
}
