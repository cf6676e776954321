package dev.signalman.bench.peer;

import dev.signalman.Capabilities.Mode;
import dev.signalman.PosixException;
import dev.signalman.Signal;
import dev.signalman.SignalSet;
import dev.signalman.signal.SelfPipe;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Scanner;
import java.util.stream.Stream;

/// Claims a signal and gives it back: `ClaimsPeer THREADS MODE`, in a process that has so many. A
/// line `COUNT` is answered with nanoseconds: of a claim, of its release, of the next claim, and so
/// on.
public final class ClaimsPeer {
  private ClaimsPeer() {}

  /// Runs until its standard input ends.
  public static void main(String[] args) throws IOException {
    Mode mode = Mode.valueOf(args[1]);
    takeTurns(1, mode); // what it starts at its first claim, a thread perhaps, counts too
    Clutter.add("threads", Math.max(0, Integer.parseInt(args[0]) - threads()));
    System.out.println("ready " + ProcessHandle.current().pid());
    Scanner commands = new Scanner(System.in, StandardCharsets.UTF_8);
    while (commands.hasNextInt()) {
      System.out.println(takeTurns(commands.nextInt(), mode));
    }
    System.exit(0);
  }

  private static int threads() throws IOException {
    try (Stream<Path> threads = Files.list(Path.of("/proc/self/task"))) {
      return (int) threads.count();
    }
  }

  private static String takeTurns(int count, Mode mode) throws PosixException {
    StringBuilder times = new StringBuilder();
    for (int i = 0; i < count; i++) {
      long begin = System.nanoTime();
      SelfPipe pipe = SelfPipe.open(SignalSet.of(Signal.USR1), mode);
      long claimed = System.nanoTime();
      pipe.close();
      long released = System.nanoTime();
      times.append(claimed - begin).append(' ').append(released - claimed).append(' ');
    }
    return times.toString();
  }
}
