package dev.signalman.bench.peer;

import dev.signalman.io.SocketPair;
import dev.signalman.io.UnixSocket;
import dev.signalman.jvm.JavaChild;
import dev.signalman.process.Child;
import dev.signalman.process.Spawn;
import dev.signalman.process.Stdio;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// A byte that goes to a child and comes back. The child is the C program, or a Java program of
/// this library's.
final class PingPong {
  private PingPong() {}

  private static @Nullable UnixSocket javaChild;

  /// Plays with the C program that the second argument names, or with a Java child, which stays for
  /// later rounds: it has to be warm too.
  ///
  /// @param cpu where the child is held
  /// @return what each round took, in nanoseconds
  static String play(long count, String cpu, String[] args) throws Exception {
    return args.length > 1 ? withC(count, cpu, args[1]) : withJava(count, cpu);
  }

  private static String withC(long count, String cpu, String program) throws Exception {
    try (SocketPair pair = SocketPair.open()) {
      Child child = Spawn.of(program, "echo", cpu).fd(3, pair.right().fd()).start();
      pair.right().close();
      String times = play(count, pair.left());
      pair.left().close();
      child.waitFor();
      return times;
    }
  }

  private static String withJava(long count, String cpu) throws Exception {
    if (javaChild == null) {
      javaChild = JavaChild.of(Echo.class, cpu).start().socket();
    }
    return play(count, javaChild);
  }

  /// The child: sends back what comes.
  static final class Echo {
    public static void main(String[] args) throws Exception {
      hold(args[0]);
      ByteBuffer ball = ByteBuffer.allocateDirect(1);
      UnixSocket parent = JavaChild.parent();
      while (parent.fd().read(ball.clear()) > 0) {
        parent.fd().write(ball.flip());
      }
    }
  }

  /// All threads of this process to one CPU.
  private static void hold(String cpu) throws Exception {
    String pid = Long.toString(ProcessHandle.current().pid());
    Spawn taskset = Spawn.of("taskset", "--all-tasks", "--cpu-list", "--pid", cpu, pid);
    Children.checkStatus(taskset.stdout(Stdio.discard()).start().waitFor().shellStatus());
  }

  private static String play(long count, UnixSocket socket) throws IOException {
    ByteBuffer ball = ByteBuffer.allocateDirect(1);
    StringBuilder times = new StringBuilder();
    for (long i = 0; i < count; i++) {
      long begin = System.nanoTime();
      socket.fd().write(ball.clear());
      socket.fd().read(ball.clear());
      times.append(System.nanoTime() - begin).append(' ');
    }
    return times.toString();
  }
}
