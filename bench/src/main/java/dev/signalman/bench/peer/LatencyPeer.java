package dev.signalman.bench.peer;

import dev.signalman.Capabilities.Mode;
import dev.signalman.Signal;
import dev.signalman.SignalInfo;
import dev.signalman.SignalSet;
import dev.signalman.bench.Board;
import dev.signalman.signal.SelfPipe;
import dev.signalman.signal.Signals;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleProxies;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Scanner;
import org.jspecify.annotations.Nullable;

/// Notes when each SIGUSR1 arrives: `LatencyPeer take|alone|poll|bare|bare-timed|handler|direct|sun
/// BOARD [KIND SIZE]`. A line `COUNT PAUSE_NS` sends that many signals to this process and is
/// answered with `done`. What KIND and SIZE add besides: [Clutter].
public final class LatencyPeer {
  private static final SignalSet USR1 = SignalSet.of(Signal.USR1);
  private static final Duration SECOND = Duration.ofSeconds(1);

  private LatencyPeer() {}

  /// Runs until its standard input ends.
  public static void main(String[] args) throws Throwable {
    Board board = Board.open(Path.of(args[1]));
    switch (args[0]) {
      case "take" -> read(board, SelfPipe.open(USR1), SelfPipe::take);
      case "alone" -> read(board, SelfPipe.open(USR1, Mode.HANDLER_ONLY), SelfPipe::take);
      case "poll" -> read(board, SelfPipe.open(USR1), pipe -> pipe.poll(SECOND));
      case "bare" -> BareLoop.start(board, false);
      case "bare-timed" -> BareLoop.start(board, true);
      case "handler" -> Signals.handle(Signal.USR1, _ -> board.arrive(System.nanoTime()));
      case "direct" ->
          Signals.handle(Signal.USR1, _ -> board.arrive(System.nanoTime()), Runnable::run);
      case "sun" -> handleWithSunMisc(board);
      default -> throw new IllegalArgumentException("unknown reader: " + args[0]);
    }
    if (args.length > 2) {
      Clutter.add(args[2], Integer.parseInt(args[3]));
    }
    System.out.println("ready " + ProcessHandle.current().pid());
    obey(board);
  }

  private static void obey(Board board) {
    Scanner commands = new Scanner(System.in, StandardCharsets.UTF_8);
    while (commands.hasNextLong()) {
      Pace.send(board, Signal.USR1, commands.nextLong(), commands.nextLong());
      System.out.println("done");
    }
    System.exit(0);
  }

  private interface Wait {
    @Nullable SignalInfo on(SelfPipe pipe) throws InterruptedException;
  }

  private static void read(Board board, SelfPipe pipe, Wait wait) {
    Thread.ofPlatform().name("reader").start(() -> readAll(pipe, wait, board));
  }

  private static void readAll(SelfPipe pipe, Wait wait, Board board) {
    try {
      while (true) {
        if (wait.on(pipe) != null) {
          board.arrive(System.nanoTime());
        }
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts this thread", e);
    }
  }

  /// By name, since javac has a warning for `sun.misc.Signal` that nothing switches off. The
  /// handler is still an ordinary object, without reflection when a signal comes.
  private static void handleWithSunMisc(Board board) throws Throwable {
    Class<?> signal = Class.forName("sun.misc.Signal");
    Class<?> handler = Class.forName("sun.misc.SignalHandler");
    MethodHandle note =
        MethodHandles.lookup()
            .findStatic(
                LatencyPeer.class,
                "note",
                MethodType.methodType(void.class, Board.class, Object.class))
            .bindTo(board)
            .asType(MethodType.methodType(void.class, signal));
    signal
        .getMethod("handle", signal, handler)
        .invoke(
            null,
            signal.getConstructor(String.class).newInstance("USR1"),
            MethodHandleProxies.asInterfaceInstance(handler, note));
  }

  @SuppressWarnings("unused") // found by name, above
  private static void note(Board board, Object signal) {
    board.arrive(System.nanoTime());
  }
}
