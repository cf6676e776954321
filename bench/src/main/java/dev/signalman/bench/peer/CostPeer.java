package dev.signalman.bench.peer;

import dev.signalman.PosixException;
import dev.signalman.Signal;
import dev.signalman.process.OtherProcess;
import dev.signalman.signal.Signals;
import java.nio.charset.StandardCharsets;
import java.util.Scanner;

/// What sending costs the caller: `CostPeer PID OTHER SIGNAL`. A line `OPERATION COUNT` is answered
/// with the nanoseconds that so many calls took. The process PID ignores the signal, so that
/// nothing is counted but the sending.
public final class CostPeer {
  private interface Operation {
    void once(long i) throws PosixException;
  }

  private final int pid;
  private final Signal signal;
  private final OtherProcess process;

  private CostPeer(String[] args) throws PosixException {
    pid = Integer.parseInt(args[0]);
    process = OtherProcess.of(Integer.parseInt(args[1]));
    signal = Signal.of(Integer.parseInt(args[2]));
  }

  /// Runs until its standard input ends.
  public static void main(String[] args) throws PosixException {
    CostPeer peer = new CostPeer(args);
    System.out.println("ready " + ProcessHandle.current().pid());
    Scanner commands = new Scanner(System.in, StandardCharsets.UTF_8);
    while (commands.hasNext()) {
      System.out.println(time(peer.operation(commands.next()), commands.nextLong()));
    }
  }

  private Operation operation(String name) {
    return switch (name) {
      case "send" -> i -> Signals.send(pid, signal);
      case "queue" -> i -> Signals.send(pid, signal, i);
      case "held-send" -> i -> process.send(signal);
      case "held-queue" -> i -> process.send(signal, i);
      default -> throw new IllegalArgumentException("unknown operation: " + name);
    };
  }

  private static long time(Operation operation, long count) throws PosixException {
    long start = System.nanoTime();
    for (long i = 0; i < count; i++) {
      operation.once(i);
    }
    return System.nanoTime() - start;
  }
}
