package dev.signalman.bench.peer;

import java.nio.charset.StandardCharsets;
import java.util.Scanner;

/// Child processes and what goes between them and their parent: `ChildrenPeer
/// signalman|builder|nuprocess`. Obeys the same lines as `bench/peers/children.c`, and `idle COUNT
/// MILLIS`, which starts so many children that do nothing and is answered with what that costs: see
/// [Idleness].
public final class ChildrenPeer {
  private ChildrenPeer() {}

  /// Runs until its standard input ends.
  public static void main(String[] args) throws Exception {
    Children children =
        switch (args[0]) {
          case "signalman" -> new SpawnedChildren();
          case "builder" -> new BuilderChildren();
          case "nuprocess" -> new NuProcessChildren();
          default -> throw new IllegalArgumentException("unknown way: " + args[0]);
        };
    System.out.println("ready " + ProcessHandle.current().pid());
    Scanner commands = new Scanner(System.in, StandardCharsets.UTF_8);
    while (commands.hasNext()) {
      System.out.println(
          obey(children, commands.next(), commands.nextLong(), commands.nextLong(), args));
    }
    System.exit(0);
  }

  private static String obey(
      Children children, String operation, long count, long more, String[] args) throws Exception {
    return switch (operation) {
      case "spawn" -> Long.toString(spawn(children, count, (int) more));
      case "pipe" -> Long.toString(children.pipe(count));
      case "pong" -> PingPong.play(count, Long.toString(more), args);
      case "idle" -> Idleness.of(children, (int) count, more);
      default -> throw new IllegalArgumentException("unknown operation: " + operation);
    };
  }

  private static long spawn(Children children, long count, int width) throws Exception {
    long begin = System.nanoTime();
    for (long i = 0; i < count; i += width) {
      children.run(width, "/bin/true");
    }
    return System.nanoTime() - begin;
  }
}
