package dev.signalman.bench.peer;

import dev.signalman.PosixException;
import dev.signalman.Signal;
import dev.signalman.signal.SelfPipe;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Scanner;
import java.util.stream.Stream;

/// Claims a signal and gives it back: `ClaimsPeer THREADS`, in a process that has so many. A line
/// `COUNT` is answered with nanoseconds: of a claim, of its release, of the next claim, and so on.
public final class ClaimsPeer {
  private ClaimsPeer() {}

  /// Runs until its standard input ends.
  public static void main(String[] args) throws IOException {
    takeTurns(1); // what it starts at its first claim, a thread perhaps, counts too
    Clutter.add("threads", Math.max(0, Integer.parseInt(args[0]) - threads()));
    System.out.println("ready " + ProcessHandle.current().pid());
    Scanner commands = new Scanner(System.in, StandardCharsets.UTF_8);
    while (commands.hasNextInt()) {
      System.out.println(takeTurns(commands.nextInt()));
    }
    System.exit(0);
  }

  private static int threads() throws IOException {
    try (Stream<Path> threads = Files.list(Path.of("/proc/self/task"))) {
      return (int) threads.count();
    }
  }

  private static String takeTurns(int count) throws PosixException {
    StringBuilder times = new StringBuilder();
    for (int i = 0; i < count; i++) {
      long begin = System.nanoTime();
      SelfPipe pipe = SelfPipe.open(Signal.USR1);
      long claimed = System.nanoTime();
      pipe.close();
      long released = System.nanoTime();
      times.append(claimed - begin).append(' ').append(released - claimed).append(' ');
    }
    return times.toString();
  }
}
